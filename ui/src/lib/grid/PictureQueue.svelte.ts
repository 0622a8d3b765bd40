/**
 * Which pictures are asked for, and when: what is in view first, then what scrolling goes towards, then what lies behind.
 * While it flies past nothing is asked for; what left before its picture came is called off.
 */
import type { ItemKey } from "../ipc/bindings";
import type { SectionView } from "./sections";

export interface Sight {
  sections: readonly SectionView[];
  /** The viewport, in px of the scroll box. */
  top: number;
  height: number;
  down: boolean;
  fast: boolean;
}

/** So many pictures outside the view are waited for at a time. */
const AHEAD_AT_ONCE = 12;
/** So many pictures are remembered as having come: the web view keeps them, so they neither fade nor wait. */
const MOST_KNOWN = 3_000;
/** A picture that failed because it was called off meanwhile is asked for again, at most so often. */
const MOST_TRIES = 3;

export class PictureQueue {
  /** The tiles that show their picture, or wait for it. */
  asked = $state.raw<ReadonlySet<ItemKey>>(new Set());
  readonly #cancel: (keys: ItemKey[]) => void;
  /** Asked for and not here yet. */
  readonly #waiting = new Set<ItemKey>();
  readonly #known = new Set<ItemKey>();
  /** Called off, and how often. */
  readonly #calledOff = new Map<ItemKey, number>();
  #inView: readonly ItemKey[] = [];
  #outside: readonly ItemKey[] = [];
  #fast = false;

  constructor(cancel: (keys: ItemKey[]) => void) {
    this.#cancel = cancel;
  }

  /** Whether its picture was here before. */
  isKnown(key: ItemKey): boolean {
    return this.#known.has(key);
  }

  /** Takes in what is drawn now. */
  look({ sections, top, height, down, fast }: Sight): void {
    const inView: ItemKey[] = [];
    const above: ItemKey[] = [];
    const below: ItemKey[] = [];
    for (const section of sections) {
      for (const tile of section.tiles) {
        const begin = section.top + tile.top;
        const list = begin + tile.height <= top ? above : begin >= top + height ? below : inView;
        list.push(tile.item.key);
      }
    }
    above.reverse();
    this.#inView = inView;
    this.#outside = down ? [...below, ...above] : [...above, ...below];
    this.#fast = fast;
    this.#leave(new Set([...inView, ...above, ...below]));
    this.#ask();
  }

  /** A picture is here. */
  came(key: ItemKey): void {
    this.#known.delete(key);
    this.#known.add(key);
    this.#calledOff.delete(key);
    const [oldest] = this.#known;
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    if (this.#waiting.delete(key)) this.#ask();
  }

  /** A picture could not be had. Gives whether it is worth asking once more: it had been called off. */
  failed(key: ItemKey): boolean {
    const tries = this.#calledOff.get(key) ?? 0;
    if (tries > 0 && tries <= MOST_TRIES) {
      this.#calledOff.set(key, tries + 1);
      return true;
    }
    if (this.#waiting.delete(key)) this.#ask();
    return false;
  }

  /** Nothing is drawn any more. */
  close(): void {
    this.#inView = [];
    this.#outside = [];
    this.#leave(new Set());
  }

  #leave(drawn: ReadonlySet<ItemKey>): void {
    const left = [...this.asked].filter((key) => !drawn.has(key));
    if (left.length === 0) return;
    const called = left.filter((key) => this.#waiting.delete(key));
    const asked = new Set(this.asked);
    left.forEach((key) => asked.delete(key));
    this.asked = asked;
    if (called.length === 0) return;
    called.forEach((key) => this.#calledOff.set(key, 1));
    if (this.#calledOff.size > MOST_KNOWN) this.#calledOff.clear();
    this.#cancel(called);
  }

  #ask(): void {
    const asked = new Set(this.asked);
    for (const key of this.#inView) if (!this.#fast || this.#known.has(key)) this.#askFor(key, asked);
    if (!this.#fast && !this.#inView.some((key) => this.#waiting.has(key))) {
      for (const key of this.#outside) {
        if (this.#waiting.size >= AHEAD_AT_ONCE) break;
        this.#askFor(key, asked);
      }
    }
    if (asked.size !== this.asked.size) this.asked = asked;
  }

  #askFor(key: ItemKey, asked: Set<ItemKey>): void {
    if (asked.has(key)) return;
    asked.add(key);
    if (!this.#known.has(key)) this.#waiting.add(key);
  }
}
