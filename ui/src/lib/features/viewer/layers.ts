/** Pictures that appear when they are whole: decoded first, then shown, so that nothing is seen half drawn. */
import type { Attachment } from "svelte/attachments";
import type { Size } from "./zoom";

export type LayerSize = 256 | 512 | 2048 | "full";

/** Calls back when the picture is decoded, or cannot be. A picture that is left lets its request go. */
export function arriving(onhere: (size: Size) => void, onlost: () => void): Attachment<HTMLImageElement> {
  return (image) => {
    let gone = false;
    const here = (): void => {
      if (!gone) onhere({ width: image.naturalWidth, height: image.naturalHeight });
    };
    const failed = (): void => {
      if (gone) return;
      // Some pictures are shown although they refuse to be decoded ahead.
      if (image.complete && image.naturalWidth > 0) here();
      else onlost();
    };
    // WebKit reports a picture that answers with an error through the event alone.
    image.addEventListener("error", failed);
    image.decode().then(here, () => {
      if (image.complete) failed();
      else image.addEventListener("load", here, { once: true });
    });
    return () => {
      gone = true;
      image.removeEventListener("error", failed);
      queueMicrotask(() => !image.isConnected && image.removeAttribute("src"));
    };
  };
}
