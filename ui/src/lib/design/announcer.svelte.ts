const KEPT_MS = 5000;

/** Sentences for readers that are shown nowhere. Drawn by `Announcer.svelte`. */
class Announcer {
  text = $state("");
  #last = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string) {
    // The same words twice are heard twice only when they differ.
    this.#last = this.#last === text ? `${text}\u00a0` : text;
    this.text = this.#last;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.text = ""), KEPT_MS);
  }
}

export const announcer = new Announcer();
