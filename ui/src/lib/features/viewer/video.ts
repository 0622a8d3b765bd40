/** What is said when a video cannot be played. */
import type { ItemState } from "../../ipc/bindings";

/** `MediaError` codes 3 and 4: what came could not be decoded, or is of a kind that nothing here decodes. */
const DECODE = 3;
const NOT_SUPPORTED = 4;

/** Why Google has no film to play yet, or ever; nothing when it has. */
export function videoStateWords(state: ItemState): string | null {
  if (state === "processing") return "Google is still working on this video. It can be played here when that is done.";
  if (state === "failed") return "Google could not read this video. Export it again, then upload it once more.";
  return null;
}

export function videoErrorWords(code: number | undefined): string {
  if (code === DECODE || code === NOT_SUPPORTED)
    return "This computer cannot play this video. Install gstreamer1.0-libav, or open it in Google Photos.";
  return "The video did not arrive. It is kept at Google. Look at your network, then open it again.";
}
