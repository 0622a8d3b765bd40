/** What came by itself, as the invented program plays it: `fake=news` has some, seen and not. */
import type { ConnectionKey, GridItem, WatchHold, WatchingView, WatchSettings } from "../../ipc/bindings";
import type { Items } from "./library";
import { refusal } from "./refusal";
import { FakeSafekeeping } from "./safekeeping";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Items that were noticed on one day, the last first. */
export interface FakeRun {
  day: string;
  items: GridItem[];
}

interface Came {
  item: GridItem;
  atMs: number;
  seenMs: number | null;
}

const localDay = (ms: number): string => {
  const date = new Date(ms);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

export abstract class FakeWatching extends FakeSafekeeping {
  /** In the order in which they came. */
  #came: Came[] | null = null;
  #settings: WatchSettings = { everyS: 900, since: { kind: "now" }, own: false, notices: true };
  readonly #onShow = new Set<(key: ConnectionKey) => void>();
  protected abstract library(): Items;

  #all(): Came[] {
    this.#came ??= this.scene.has("news") ? this.#first() : [];
    return this.#came;
  }

  #first(): Came[] {
    const now = Date.now();
    const days: [daysAgo: number, from: number, items: number, seen: boolean][] = [
      [4, 60, 7, true],
      [1, 300, 4, false],
      [0, 0, 9, false],
    ];
    return days.flatMap(([daysAgo, from, items, seen]) =>
      this.library()
        .slice(from, from + items)
        .map((item) => ({ item, atMs: now - daysAgo * DAY_MS, seenMs: seen ? now - DAY_MS : null })),
    );
  }

  protected unseen(): number {
    return this.#all().filter(({ seenMs }) => seenMs === null).length;
  }

  protected runs(seen: boolean): FakeRun[] {
    const runs: FakeRun[] = [];
    for (const [at, came] of this.#all().entries()) {
      if (!seen && came.seenMs !== null) continue;
      const day = localDay(came.atMs);
      if (runs[0]?.day !== day) runs.unshift({ day, items: [] });
      runs[0]?.items.unshift({ ...came.item, order: at + 1 });
    }
    return runs;
  }

  #held(): WatchHold | null {
    if (this.scene.has("offline")) return "offline";
    if (this.scene.has("quota-spent")) return "quotaSpent";
    return this.scene.has("sign-in-needed") || this.scene.has("signed-out") ? "signInNeeded" : null;
  }

  watching = async (key: ConnectionKey): Promise<WatchingView> => {
    const held = this.#held();
    return {
      connection: key,
      settings: this.#settings,
      lookedMs: Date.now() - 4 * MINUTE_MS,
      nextMs: held === null ? Date.now() + (this.#settings.everyS / 60 - 4) * MINUTE_MS : null,
      held,
      items: this.#all().length,
      unseen: this.unseen(),
      newest: this.#all().length,
    };
  };

  saveWatching = async (_key: ConnectionKey, settings: WatchSettings) => {
    if (settings.since.kind === "taken" && !/^\d{4}-\d\d-\d\d$/.test(settings.since.day))
      throw refusal("other", "This is not a day. Nothing was changed. Write it as 2026-11-30.");
    this.#settings = settings;
    this.changed();
  };

  markSeen = async (_key: ConnectionKey, upTo: number): Promise<number | null> => {
    const atMs = Date.now();
    const marked = this.#all().filter(({ seenMs }, at) => at < upTo && seenMs === null);
    if (marked.length === 0) return null;
    for (const one of marked) one.seenMs = atMs;
    this.changed();
    return atMs;
  };

  markUnseen = async (_key: ConnectionKey, seenMs: number) => {
    for (const one of this.#all()) if (one.seenMs === seenMs) one.seenMs = null;
    this.changed();
  };

  /** For tests: something comes from elsewhere. */
  arrive(items: number) {
    const all = this.#all();
    all.push(
      ...this.library()
        .slice(100, 100 + items)
        .map((item) => ({ item, atMs: Date.now(), seenMs: null })),
    );
    this.changed();
  }

  onShowNew = (listener: (key: ConnectionKey) => void) => {
    this.#onShow.add(listener);
    return () => this.#onShow.delete(listener);
  };
  /** For tests: a notice of the system is clicked. */
  showNew(key: ConnectionKey) {
    for (const listener of this.#onShow) listener(key);
  }
}
