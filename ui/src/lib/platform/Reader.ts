/**
 * Reads a copy again whenever it is asked, never twice at the same time: what is asked while a read runs is read once
 * more at its end. A failed read keeps the old copy.
 */
export class Reader {
  readonly #read: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  ask(): Promise<void> {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run();
    return this.#running;
  }

  async #run() {
    try {
      do {
        this.#again = false;
        await this.#read();
      } while (this.#again);
    } finally {
      // Order: in the same breath as the last look at what was asked, or a question in between would be lost.
      this.#running = null;
    }
  }
}
