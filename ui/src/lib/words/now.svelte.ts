/** The time, for "12 minutes ago": moves on by itself while somebody looks at it. */
import { createSubscriber } from "svelte/reactivity";

const EVERY_MS = 20_000;

class Now {
  readonly #follow = createSubscriber((update) => {
    const timer = setInterval(update, EVERY_MS);
    return () => clearInterval(timer);
  });

  get ms(): number {
    this.#follow();
    return Date.now();
  }
}

export const now = new Now();
