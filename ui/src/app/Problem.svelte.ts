import { isOfConnection, sentenceOf } from "../lib/platform/refusal";

/** What went wrong where there is no better place to say it. */
export class Problem {
  #said = $state.raw<{ text: string; ofConnection: boolean } | null>(null);

  get text(): string | null {
    return this.#said?.text ?? null;
  }

  /** Whether a look at the connection may tell why. */
  get ofConnection(): boolean {
    return this.#said?.ofConnection === true;
  }

  say(text: string | null, ofConnection = false) {
    this.#said = text === null ? null : { text, ofConnection };
  }

  /** Says what a refused call says. */
  refuse = (refused: unknown) => this.say(sentenceOf(refused), isOfConnection(refused));
}
