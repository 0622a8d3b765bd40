/**
 * One after another by itself. The next is chosen and decoded before the change, so nothing flickers. By chance means a
 * place drawn anew each time: there is no list of a million places.
 */
import type { ItemOrder } from "../../grid/source";
import type { GridItem, ItemKey } from "../../ipc/bindings";
import { videoStateWords } from "./video";

export const INTERVALS = [3, 5, 10] as const;
export type Interval = (typeof INTERVALS)[number];

const KEPT = "slideshow";
/** So many steps can be gone back. */
const TRACE = 50;

interface Choice {
  seconds: Interval;
  shuffle: boolean;
}

function remembered(): Choice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as { seconds?: unknown; shuffle?: unknown };
    return { seconds: INTERVALS.find((one) => one === kept.seconds) ?? 5, shuffle: kept.shuffle === true };
  } catch {
    return { seconds: 5, shuffle: false };
  }
}

export class Slideshow {
  on = $state(false);
  paused = $state(false);
  seconds = $state<Interval>(5);
  shuffle = $state(false);
  /** The next one, to be held ready. */
  upcoming = $state.raw<GridItem | null>(null);
  /** The one before, still seen while it fades. */
  last = $state.raw<GridItem | null>(null);
  readonly #order: () => ItemOrder;
  readonly #to: (index: number) => void;
  readonly #chance: () => number;
  #shown: GridItem | null = null;
  #index = 0;
  #next = 0;
  #trace: number[] = [];
  /** Whose large pictures are decoded, or never will be. */
  #ready: ReadonlySet<ItemKey> = new Set();
  /** The time of what is shown is over. */
  #due = false;
  /** The next was asked for before it was known. */
  #asked = false;
  #choosing = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(order: () => ItemOrder, to: (index: number) => void, chance: () => number = Math.random) {
    this.#order = order;
    this.#to = to;
    this.#chance = chance;
    Object.assign(this, remembered());
  }

  start(item: GridItem, index: number): void {
    [this.on, this.paused, this.#trace] = [true, false, []];
    this.#shown = null;
    this.shown(item, index);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#choosing++;
    [this.on, this.upcoming, this.last, this.#due] = [false, null, null, false];
  }

  pause(paused: boolean): void {
    this.paused = paused;
    if (paused) clearTimeout(this.#timer);
    else this.#begin();
  }

  choose(choice: Partial<Choice>): void {
    Object.assign(this, choice);
    localStorage.setItem(KEPT, JSON.stringify({ seconds: this.seconds, shuffle: this.shuffle }));
    if (!this.on) return;
    if (choice.shuffle !== undefined) void this.#choose();
    if (!this.paused) this.#begin();
  }

  /** To be told what is shown, whoever went there. */
  shown(item: GridItem, index: number): void {
    this.#index = index;
    if (!this.on || item.key === this.#shown?.key) return;
    this.last = this.#shown;
    this.#shown = item;
    [this.#due, this.#asked] = [false, false];
    void this.#choose();
    if (!this.paused) this.#begin();
  }

  /** To be told whose large pictures are decoded, or never will be. */
  ready(keys: ReadonlySet<ItemKey>): void {
    this.#ready = keys;
    this.#goWhenReady();
  }

  /** A video came to its end, or cannot be played to it. */
  ended(key: ItemKey): void {
    if (!this.on || this.paused || key !== this.#shown?.key) return;
    this.#due = true;
    this.#goWhenReady();
  }

  #goWhenReady(): void {
    if (this.on && this.#due && this.upcoming && this.#ready.has(this.upcoming.key)) this.forward();
  }

  forward(): void {
    this.#asked = !this.upcoming;
    if (!this.upcoming) return;
    this.#due = false;
    this.#trace = [...this.#trace, this.#index].slice(-TRACE);
    this.#to(this.#next);
  }

  backward(): void {
    const to = this.#trace.at(-1) ?? this.#index - 1;
    this.#trace = this.#trace.slice(0, -1);
    if (to >= 0) this.#to(to);
  }

  #begin(): void {
    clearTimeout(this.#timer);
    const item = this.#shown;
    if (!item || this.paused) return;
    // A video takes as long as it takes.
    if (item.kind === "video" && videoStateWords(item.state) === null) return;
    this.#timer = setTimeout(() => this.ended(item.key), this.seconds * 1000);
  }

  async #choose(): Promise<void> {
    const turn = ++this.#choosing;
    const order = this.#order();
    const { total } = order;
    this.upcoming = null;
    if (total <= 1) return;
    const index = this.shuffle
      ? (this.#index + 1 + Math.floor(this.#chance() * (total - 1))) % total
      : (this.#index + 1) % total;
    const item = order.itemAt(index) ?? (await order.load(index).catch(() => undefined));
    if (turn !== this.#choosing || !this.on) return;
    this.#next = index;
    this.upcoming = item ?? null;
    if (this.#asked) this.forward();
    else this.#goWhenReady();
  }
}
