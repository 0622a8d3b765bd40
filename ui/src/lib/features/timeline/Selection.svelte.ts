import type { ItemKey } from "../../ipc/bindings";

const NONE: ReadonlySet<ItemKey> = new Set();

/** Which items of a grid are chosen. Held by the page, so that its bars can show and use it. */
export class Selection {
  #keys = $state.raw<ReadonlySet<ItemKey>>(NONE);
  /** What was chosen before the range that is being stretched. */
  #base: ReadonlySet<ItemKey> = NONE;

  /** From where a range is stretched: the last item that was chosen alone. */
  anchor = $state.raw<ItemKey | null>(null);

  get keys(): ReadonlySet<ItemKey> {
    return this.#keys;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: ItemKey): boolean {
    return this.#keys.has(key);
  }

  /** Takes the item in, or out when it is chosen already; ranges are stretched from it afterwards. */
  toggle(key: ItemKey): void {
    const keys = new Set(this.#keys);
    if (!keys.delete(key)) keys.add(key);
    this.anchor = key;
    this.#commit(keys);
  }

  /** Chooses exactly these. */
  set(keys: Iterable<ItemKey>): void {
    this.#commit(new Set(keys));
  }

  /** Takes all of them in, or all out when every one is chosen already (the circle of a day). */
  toggleAll(group: readonly ItemKey[]): void {
    const keys = new Set(this.#keys);
    const out = group.every((key) => keys.has(key));
    for (const key of group) {
      if (out) keys.delete(key);
      else keys.add(key);
    }
    this.#commit(keys);
  }

  /** Replaces the range stretched before by this one; what was chosen before the range stays. */
  stretch(range: Iterable<ItemKey>): void {
    const keys = new Set(this.#base);
    for (const key of range) keys.add(key);
    this.#keys = keys;
  }

  clear(): void {
    this.anchor = null;
    this.#commit(NONE);
  }

  /** Lets go of what no longer exists. */
  keepOnly(exists: (key: ItemKey) => boolean): void {
    const keys = [...this.#keys].filter(exists);
    if (keys.length !== this.#keys.size) this.#commit(new Set(keys));
  }

  #commit(keys: ReadonlySet<ItemKey>): void {
    this.#keys = keys;
    this.#base = keys;
  }
}
