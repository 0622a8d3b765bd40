/** Going along the order of a viewer: to the next, the previous, the ends, over what is not in memory yet. */
import type { ItemOrder } from "../../grid/source";
import type { GridItem, ItemKey } from "../../ipc/bindings";

/** Two the way one goes, one back. */
const AHEAD = [1, 2, -1] as const;
/** As far as the film strip reaches. */
const REACH = 20;
const END_SHOWN_MS = 1600;
/** Steps that follow each other this fast pass things by. */
const FAST_MS = 220;
const REST_MS = 160;

interface Around {
  go: (key: ItemKey) => void;
  close: () => void;
  /** Items that are out of reach now: nobody waits for their pictures. */
  passed: (keys: ItemKey[]) => void;
}

export class Walk {
  /** The item shown; the last one known, should it have left the library. */
  item = $state.raw<GridItem | null>(null);
  index = $state(0);
  /** "No more photos", for a moment after a step beyond an end. */
  ended = $state(false);
  /** One after another is passed; nothing large is asked for before it rests. */
  moving = $state(false);
  #way = $state<1 | -1>(1);
  readonly #order: () => ItemOrder;
  readonly #around: Around;
  #target: number | null = null;
  #reached: ReadonlySet<ItemKey> = new Set();
  #bringing = 0;
  #stepped = -Infinity;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(order: () => ItemOrder, around: Around) {
    this.#order = order;
    this.#around = around;
  }

  /** Stands at an item. When it is in the library no more, at the one that took its place. */
  stand(key: ItemKey): void {
    const order = this.#order();
    const index = order.indexOf(key);
    if (index >= 0) {
      // Items that arrive while a step is under way must not call it off.
      if (this.item?.key !== key) this.#target = null;
      this.item = order.item(key) ?? this.item;
      this.index = index;
      this.#pass();
      void this.#bring(index);
    } else if (order.total === 0) this.#around.close();
    else if (this.item !== null) void this.to(Math.min(this.index, order.total - 1));
  }

  /** The items beside, whose pictures are held ready. */
  get near(): GridItem[] {
    const order = this.#order();
    return AHEAD.flatMap((step) => order.itemAt(this.index + step * this.#way) ?? []);
  }

  async step(by: 1 | -1): Promise<void> {
    const from = this.#target ?? this.index;
    const to = from + by;
    if (to < 0 || to >= this.#order().total) return this.#sayEnd();
    const now = performance.now();
    if (now - this.#stepped < FAST_MS) this.moving = true;
    this.#stepped = now;
    this.#way = by;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => (this.moving = false), REST_MS);
    await this.to(to);
  }

  /** Goes to a place of the order; of several steps in flight the last one counts. */
  async to(index: number): Promise<void> {
    this.#target = index;
    const order = this.#order();
    const item = order.itemAt(index) ?? (await order.load(index).catch(() => undefined));
    if (item && this.#target === index) this.#around.go(item.key);
    else if (!item && this.#target === index) this.#target = null;
  }

  /** Brings what is near into memory, one piece after the other: one request may hold all of it. */
  async #bring(index: number): Promise<void> {
    const turn = ++this.#bringing;
    const order = this.#order();
    for (const step of [0, 1, -1, REACH, -REACH]) {
      const at = Math.min(order.total - 1, Math.max(0, index + step));
      if (order.itemAt(at) === undefined || step === 0) await order.load(at).catch(() => undefined);
      if (turn !== this.#bringing) return;
    }
  }

  #pass(): void {
    const order = this.#order();
    const reached = new Set<ItemKey>();
    for (let at = this.index - REACH; at <= this.index + REACH; at++) {
      const item = order.itemAt(at);
      if (item) reached.add(item.key);
    }
    const passed = [...this.#reached].filter((key) => !reached.has(key));
    this.#reached = reached;
    if (passed.length > 0) this.#around.passed(passed);
  }

  #sayEnd(): void {
    this.ended = true;
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => (this.ended = false), END_SHOWN_MS);
  }

  leave(): void {
    this.#bringing++;
    clearTimeout(this.#endTimer);
    clearTimeout(this.#restTimer);
  }
}
