import type { Chosen, GridScope, ItemKey } from "../../ipc/bindings";
import {
  countBetween,
  countOf,
  covers,
  has,
  NOTHING,
  runOf,
  spansOf,
  toggled,
  withoutRun,
  withRun,
  type Picked,
  type Place,
} from "./picked";

/** How many items a choice has, asked of the index. */
export type Count = (chosen: Chosen) => Promise<number>;

/**
 * Which items of a grid are chosen. Held by the page, so that its bars can show and use it. It is a question rather than
 * a list: choosing everything is one stretch of the order, however long it is.
 */
export class Selection {
  #picked = $state.raw<Picked>(NOTHING);
  /** What was chosen before the range that is being stretched. */
  #base: Picked = NOTHING;
  #scope: GridScope = { kind: "all" };
  /** Whether the library changed since: how many items stand before a place is then not known any more. */
  #stale = $state(false);
  /** What the index counted beyond what is counted here. */
  #off = $state(0);
  #counts = 0;
  readonly #count: Count | null;

  /** From where a range is stretched: the last item that was chosen alone. */
  anchor = $state.raw<Place | null>(null);

  constructor(count: Count | null = null) {
    this.#count = count;
  }

  get size(): number {
    return Math.max(0, countOf(this.#picked) + this.#off);
  }

  /** What actions work on. */
  get chosen(): Chosen {
    const { keys, without } = this.#picked;
    return { scope: this.#scope, spans: spansOf(this.#picked), keys: [...keys.keys()], without: [...without.keys()] };
  }

  /** The one item that is chosen, where it is one that was chosen alone. */
  get onlyKey(): ItemKey | null {
    const { runs, keys } = this.#picked;
    const [key] = keys.keys();
    return runs.length === 0 && keys.size === 1 ? (key ?? null) : null;
  }

  /** The indices its stretches reach over, the second one excluded. */
  get stretches(): [first: number, past: number][] {
    return this.#picked.runs.map(({ from, to }) => [from.before, to.before]);
  }

  /** The items at the ends of its stretches. */
  get ends(): { key: ItemKey; index: number }[] {
    return this.#picked.runs.flatMap(({ from, to }) => [from.end, to.end].filter((end) => end !== undefined));
  }

  get #falls(): boolean {
    return this.#scope.kind !== "album";
  }

  has(item: { key: ItemKey; order: number }): boolean {
    return has(this.#picked, item, this.#falls);
  }

  /** Whether all items between two indices are chosen; the items at the ends are needed once the library changed. */
  hasAll(first: number, past: number, ends: readonly [Place, Place] | null): boolean {
    if (past <= first || this.#picked === NOTHING) return false;
    if (!this.#stale) return countBetween(this.#picked, first, past) === past - first;
    return ends !== null && covers(this.#picked, runOf(ends[0], ends[1], this.#falls), this.#falls);
  }

  /** From now on it is about this grid; what was chosen in another one is let go. */
  enter(scope: GridScope): void {
    if (JSON.stringify(scope) !== JSON.stringify(this.#scope)) this.clear();
    this.#scope = scope;
  }

  /** Takes the item in, or out when it is chosen already; ranges are stretched from it afterwards. */
  toggle(place: Place): void {
    this.#commit(toggled(this.#picked, place, this.#falls));
    this.anchor = place;
  }

  /** Chooses this one alone. */
  only(place: Place): void {
    this.#commit(toggled(NOTHING, place, this.#falls));
    this.anchor = place;
  }

  /** Chooses exactly what lies between two items. */
  all(first: Place, last: Place): void {
    this.#commit(withRun(NOTHING, runOf(first, last, this.#falls), this.#falls));
  }

  /** Takes everything between two items in, or out when it is all chosen already (the circle of a day). */
  toggleAll(first: Place, last: Place): void {
    const run = runOf(first, last, this.#falls);
    const out = this.hasAll(first.index, last.index + 1, [first, last]);
    this.#commit((out ? withoutRun : withRun)(this.#picked, run, this.#falls));
  }

  /** Replaces the ranges stretched before by these; what was chosen before them stays. */
  stretch(ranges: Iterable<readonly [Place, Place]>): void {
    let picked = this.#base;
    for (const [a, b] of ranges) {
      if (a.key !== b.key) picked = withRun(picked, runOf(a, b, this.#falls), this.#falls);
      else if (!has(picked, a, this.#falls)) picked = toggled(picked, a, this.#falls);
    }
    this.#show(picked);
  }

  /** Ends a stretching: the next one adds to what is chosen now. */
  settle(): void {
    this.#base = this.#picked;
  }

  clear(): void {
    this.anchor = null;
    this.#commit(NOTHING);
  }

  /** The library changed: the same items stay chosen, those that are gone fall out. */
  async recount(): Promise<void> {
    if (this.#picked === NOTHING || !this.#count) return;
    this.#stale = true;
    const turn = ++this.#counts;
    const picked = this.#picked;
    const count = await this.#count(this.chosen).catch(() => null);
    if (count === null || turn !== this.#counts || picked !== this.#picked) return;
    if (count === 0) this.clear();
    else this.#off = count - countOf(picked);
  }

  #commit(picked: Picked): void {
    this.#show(picked);
    this.#base = this.#picked;
  }

  #show(picked: Picked): void {
    this.#counts++;
    if (picked.runs.length === 0 && picked.keys.size === 0) {
      this.#picked = NOTHING;
      this.#stale = false;
      this.#off = 0;
      return;
    }
    this.#picked = picked;
    if (this.#stale) void this.recount();
    else if (countOf(picked) === 0) this.#show(NOTHING);
  }
}
