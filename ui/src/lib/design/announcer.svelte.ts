/** Sentences for readers that are shown nowhere. Drawn by `Announcer.svelte`. */
class Announcer {
  text = $state("");

  say(text: string) {
    // The same words twice are heard twice only when they differ.
    this.text = this.text === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
