/** Sentences for readers that are shown nowhere. Drawn by `Announcer.svelte`. */
class Announcer {
  text = $state("");
  #last = "";

  say(text: string) {
    // The same words twice are heard twice only when they differ.
    this.#last = this.#last === text ? `${text}\u00a0` : text;
    this.text = this.#last;
  }
}

export const announcer = new Announcer();
