/** The one toast of the window. Drawn by `ToastLayer.svelte`. */
const SHOWN_MS = 6000;

interface Toast {
  id: number;
  text: string;
  action: { label: string; run: () => void } | null;
}

class Toasts {
  shown = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 1;

  /** Says what was done, with Undo only where it truly undoes. */
  show(text: string, action: Toast["action"] = null) {
    this.shown = { id: this.#next++, text, action };
    this.go();
  }

  /** Stays while it is looked at. */
  stay() {
    clearTimeout(this.#timer);
  }

  go() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.shown = null), SHOWN_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.shown = null;
  }
}

export const toasts = new Toasts();
