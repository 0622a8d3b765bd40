/** The one tooltip of the window: what it says and where it stands. Drawn by `TooltipLayer.svelte`. */
import type { Attachment } from "svelte/attachments";

interface Shown {
  text: string;
  keys: string | undefined;
  x: number;
  y: number;
  side: "below" | "right";
}

const DELAY_MS = 450;

class Tooltip {
  shown = $state.raw<Shown | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(node: Element, text: string, keys: string | undefined, side: Shown["side"], at_once: boolean) {
    clearTimeout(this.#timer);
    const draw = () => {
      const box = node.getBoundingClientRect();
      if (box.width === 0) return;
      this.shown =
        side === "right"
          ? { text, keys, side, x: box.right + 8, y: box.top + box.height / 2 }
          : { text, keys, side, x: box.left + box.width / 2, y: box.bottom + 6 };
    };
    if (at_once) draw();
    else this.#timer = setTimeout(draw, DELAY_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    const { shown } = this;
    // Later, because a button that is being removed loses the focus while the page is being drawn.
    if (shown !== null) queueMicrotask(() => this.shown === shown && (this.shown = null));
  }
}

export const tooltip = new Tooltip();

/** Shows `text` and its key beside the element on hover and on keyboard focus. */
export function tip(text: string, keys?: string, side: Shown["side"] = "below"): Attachment {
  return (node) => {
    const over = () => tooltip.show(node, text, keys, side, false);
    const focus = () => {
      if (node.matches(":focus-visible")) tooltip.show(node, text, keys, side, true);
    };
    const hide = () => tooltip.hide();
    node.addEventListener("pointerenter", over);
    node.addEventListener("pointerleave", hide);
    node.addEventListener("pointerdown", hide);
    node.addEventListener("focus", focus);
    node.addEventListener("blur", hide);
    return () => {
      hide();
      node.removeEventListener("pointerenter", over);
      node.removeEventListener("pointerleave", hide);
      node.removeEventListener("pointerdown", hide);
      node.removeEventListener("focus", focus);
      node.removeEventListener("blur", hide);
    };
  };
}
