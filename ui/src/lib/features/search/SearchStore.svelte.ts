import type { ConnectionKey, SavedSearch, SearchPart, SearchSuggestion, SearchView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { sentenceOf } from "../../platform/refusal";
import { Recent } from "./Recent.svelte";

/** Why a search finds nothing. */
export type Blame = { kind: "parts"; parts: readonly SearchPart[] } | { kind: "together" } | null;

/** What is searched for, as the window shows it. The truth is in the local index; this is a copy. */
export class SearchStore {
  saved = $state.raw<readonly SavedSearch[]>([]);
  /** What the text of the page means; of the text before it, until the answer is here. */
  view = $state.raw<SearchView | null>(null);
  /** The sentence of the refusal when a text could not be looked up. */
  failure = $state<string | null>(null);
  blame = $state.raw<Blame>(null);
  readonly recent = new Recent();

  readonly #backend: Backend;
  readonly #reader: Reader;
  #turn = 0;
  #blamed = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#reader = new Reader(async () => {
      this.saved = await backend.savedSearches();
    });
  }

  read(connection: ConnectionKey): Promise<void> {
    this.recent.enter(connection);
    return this.#reader.ask();
  }

  /** Another account is shown: nothing of the old one stays. */
  forget() {
    this.saved = [];
    this.view = null;
    this.failure = null;
    this.blame = null;
    this.#turn++;
  }

  savedAs(text: string): SavedSearch | undefined {
    return this.saved.find((one) => one.text === text);
  }

  /** Looks up what a text means. Gives nothing where another text was asked for since. */
  async look(text: string): Promise<SearchView | undefined> {
    const turn = ++this.#turn;
    try {
      const view = await this.#backend.search(text);
      if (turn !== this.#turn) return undefined;
      this.view = view;
      this.failure = null;
      return view;
    } catch (refused) {
      if (turn === this.#turn) this.failure = sentenceOf(refused);
      return undefined;
    }
  }

  suggest(text: string, caret: number): Promise<SearchSuggestion[]> {
    return this.#backend.suggest(text, caret);
  }

  /** Finds out which parts of a text find nothing by themselves. */
  async findBlame(parts: readonly SearchPart[]): Promise<void> {
    const turn = ++this.#blamed;
    this.blame = null;
    const known = parts.filter((part) => part.known);
    if (known.length < 2) return;
    try {
      const found = await Promise.all(known.map(async (part) => (await this.#backend.search(part.text)).newest.length));
      if (turn !== this.#blamed) return;
      const guilty = known.filter((_, at) => found[at] === 0);
      this.blame = guilty.length > 0 ? { kind: "parts", parts: guilty } : { kind: "together" };
    } catch {
      // Without a reason the page still says that nothing is found.
    }
  }
}
