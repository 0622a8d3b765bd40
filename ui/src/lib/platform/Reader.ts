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
    let failure: { why: unknown } | null;
    do {
      this.#again = false;
      failure = await this.#read().then(
        () => null,
        (why: unknown) => ({ why }),
      );
    } while (this.#again);
    // Order: in the same step as the last look at `again`, or what is asked in between is never read.
    this.#running = null;
    if (failure) throw failure.why;
  }
}
