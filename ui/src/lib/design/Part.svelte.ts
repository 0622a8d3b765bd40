/** Parts of the window whose script is not read with the first page, but when they are wanted or when there is time. */
import type { Component } from "svelte";

/** The script of a part could not be had. */
export class PartMissing extends Error {
  constructor(cause: unknown) {
    super("A part of this window could not be read.", { cause });
    this.name = "PartMissing";
  }
}

/** What a part shows, whatever it wants to be given: the place that shows it knows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyView = Component<any, any, any>;

export class Part<View extends AnyView> {
  /** What it shows; none before its script is here. */
  view = $state.raw<View | null>(null);
  readonly #read: () => Promise<{ default: View }>;
  #coming: Promise<void> | null = null;

  /** `read` imports the file of the part. */
  constructor(read: () => Promise<{ default: View }>) {
    this.#read = read;
  }

  /** Reads the script unless it is here or on its way. Errors: {@link PartMissing}; the next call tries again. */
  fetch(): Promise<void> {
    this.#coming ??= this.#fetch();
    return this.#coming;
  }

  async #fetch(): Promise<void> {
    try {
      this.view = (await this.#read()).default;
    } catch (cause) {
      this.#coming = null;
      throw new PartMissing(cause);
    }
  }
}
