/**
 * Rows of long lists, held in pieces around what is looked at. What is out of sight is forgotten, so that a list of any
 * length takes the same memory. Rows that were shown stay until newer ones are there.
 */
const PIECE = 100;

export interface Span {
  /** Which list. */
  list: string;
  from: number;
  /** Without it. */
  until: number;
}

export class Pieces<T> {
  #rows = $state.raw<ReadonlyMap<string, readonly T[]>>(new Map());
  #wanted = new Map<string, { list: string; piece: number }>();
  readonly #load: (list: string, offset: number, limit: number) => Promise<readonly T[]>;

  constructor(load: (list: string, offset: number, limit: number) => Promise<readonly T[]>) {
    this.#load = load;
  }

  /** The row, if it is here. */
  row(list: string, index: number): T | undefined {
    const piece = Math.floor(index / PIECE);
    return this.#rows.get(`${list} ${piece}`)?.[index - piece * PIECE];
  }

  /** What is looked at now: loads what is missing of it. */
  async look(spans: readonly Span[]): Promise<void> {
    const wanted = new Map<string, { list: string; piece: number }>();
    for (const { list, from, until } of spans)
      for (let piece = Math.floor(from / PIECE); piece * PIECE < until; piece += 1)
        wanted.set(`${list} ${piece}`, { list, piece });
    const missing = [...wanted].filter(([key]) => !this.#rows.has(key) && !this.#wanted.has(key));
    this.#wanted = wanted;
    if (missing.length === 0) return;
    try {
      this.#put(await this.#read(missing));
    } catch (refused) {
      // The next look asks for them again.
      for (const [key] of missing) this.#wanted.delete(key);
      throw refused;
    }
  }

  /** Reads again all that is looked at. Nothing changes before `take` is called with it. */
  async again(): Promise<ReadonlyMap<string, readonly T[]>> {
    return this.#read([...this.#wanted]);
  }

  take(rows: ReadonlyMap<string, readonly T[]>) {
    this.#put(rows);
  }

  forget() {
    this.#rows = new Map();
    this.#wanted = new Map();
  }

  #put(came: ReadonlyMap<string, readonly T[]>) {
    const kept = [...this.#rows].filter(([key]) => this.#wanted.has(key));
    this.#rows = new Map([...kept, ...[...came].filter(([key]) => this.#wanted.has(key))]);
  }

  async #read(pieces: readonly [string, { list: string; piece: number }][]) {
    const rows = await Promise.all(
      pieces.map(async ([key, { list, piece }]) => [key, await this.#load(list, piece * PIECE, PIECE)] as const),
    );
    return new Map(rows);
  }
}
