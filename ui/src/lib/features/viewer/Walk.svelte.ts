/** Going along the order of a viewer: to the next, the previous, the ends, over what is not in memory yet. */
import type { ItemOrder } from "../../grid/source";
import type { GridItem, ItemKey } from "../../ipc/bindings";

const NEAR = [1, -1, 2] as const;
const STRIP_REACH = 12;
const END_SHOWN_MS = 1600;

export class Walk {
  /** The item shown; the last one known, should it have left the library. */
  item = $state.raw<GridItem | null>(null);
  index = $state(0);
  /** "No more photos", for a moment after a step beyond an end. */
  ended = $state(false);
  readonly #order: () => ItemOrder;
  readonly #go: (key: ItemKey) => void;
  readonly #close: () => void;
  #target: number | null = null;
  #endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(order: () => ItemOrder, go: (key: ItemKey) => void, close: () => void) {
    this.#order = order;
    this.#go = go;
    this.#close = close;
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
      for (const step of NEAR) void order.load(index + step).catch(() => undefined);
      void order.load(Math.min(order.total - 1, index + STRIP_REACH)).catch(() => undefined);
      void order.load(Math.max(0, index - STRIP_REACH)).catch(() => undefined);
      void order.load(index).catch(() => undefined);
    } else if (order.total === 0) this.#close();
    else if (this.item !== null) void this.to(Math.min(this.index, order.total - 1));
  }

  /** The items beside, whose pictures are held ready. */
  get near(): GridItem[] {
    const order = this.#order();
    return NEAR.flatMap((step) => order.itemAt(this.index + step) ?? []);
  }

  async step(by: number): Promise<void> {
    const from = this.#target ?? this.index;
    const to = from + by;
    if (to < 0 || to >= this.#order().total) this.#sayEnd();
    else await this.to(to);
  }

  /** Goes to a place of the order; of several steps in flight the last one counts. */
  async to(index: number): Promise<void> {
    this.#target = index;
    const order = this.#order();
    const here = order.itemAt(index);
    const item = here ?? (await order.load(index).catch(() => undefined));
    if (item && this.#target === index) this.#go(item.key);
    else if (!item) this.#target = null;
  }

  #sayEnd(): void {
    this.ended = true;
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => (this.ended = false), END_SHOWN_MS);
  }

  leave(): void {
    clearTimeout(this.#endTimer);
  }
}
