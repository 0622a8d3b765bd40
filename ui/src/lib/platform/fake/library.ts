/** An invented library: items over years, albums over items. The same numbers give the same library. */
import type { AddOrder, AlbumView, GridItem, ItemKey, LinkView } from "../../ipc/bindings";
import { chance, tones } from "./pictures";

export const DAY_MS = 86_400_000;
const NEWEST_MS = Date.UTC(2026, 5, 19, 18, 0, 0);
const SHAPES = [
  [6048, 4024],
  [6048, 4024],
  [4032, 3024],
  [4032, 3024],
  [3024, 4032],
  [4000, 6000],
  [4032, 4032],
  [3840, 2160],
  [9000, 2400],
] as const;

const TITLES = [
  "Lofoten in June",
  "Bergen, rain and lights",
  "Winter cabin",
  "Coast road",
  "Autumn walks",
  "Night sky",
  "Old town façades",
  "Dunes",
  "Meadow and pond",
  "Grandmother’s eightieth birthday, with everybody who came from near and far",
  "Prints to order",
  "Ferry to Værøy",
  "Nothing in here yet",
];

/** The local day of an item, `YYYY-MM-DD`. */
export function dayOf(item: GridItem): string {
  return new Date(item.takenMs).toISOString().slice(0, 10);
}

/** The place of a moment in the order of all items: seconds since 1800, and one of 16,384 within that second. */
const SINCE_1800_MS = -Date.UTC(1800, 0, 1);
const WITHIN = 16_384;
function orderOf(ms: number): number {
  return Math.floor((ms + SINCE_1800_MS) / 1000) * WITHIN + WITHIN / 2;
}

/** Items newest first, made on demand where there are many. */
export interface Items {
  readonly length: number;
  at(index: number): GridItem | undefined;
  slice(from: number, past: number): GridItem[];
  find(key: ItemKey): GridItem | undefined;
  /** The order of the item at an index, without making it. */
  orderAt(index: number): number;
  /** How many items each day has, newest first; nothing where it has to be found out. */
  readonly days: readonly { day: string; first: number; items: number }[] | null;
}

/** From so many on they are computed one by one. */
const LISTED = 200_000;

export function itemsOf({ items, day, month }: { items: number; day: number; month: number }): Items {
  return items < LISTED && day === 0 && month === 0 ? new Listed(makeItems(items)) : new Computed(items, day, month);
}

class Listed implements Items {
  readonly days = null;
  readonly #items: readonly GridItem[];
  readonly #byKey: ReadonlyMap<ItemKey, GridItem>;
  constructor(items: readonly GridItem[]) {
    this.#items = items;
    this.#byKey = new Map(items.map((item) => [item.key, item]));
  }
  get length() {
    return this.#items.length;
  }
  at = (index: number) => this.#items[index];
  slice = (from: number, past: number) => this.#items.slice(from, past);
  find = (key: ItemKey) => this.#byKey.get(key);
  orderAt = (index: number) => this.#items[index]?.order ?? 0;
}

/** The day that is made long, and the days of the month that is. */
const LONG_DAY = 4;
const LONG_MONTH = [19, 50] as const;

/** A library of any size in the memory of its days: an item is computed when it is asked for. Keys count from 1. */
class Computed implements Items {
  readonly days: { day: string; first: number; items: number }[] = [];
  readonly length: number;

  constructor(length: number, day: number, month: number) {
    this.length = length;
    const ofMonth = Math.ceil(month / (LONG_MONTH[1] - LONG_MONTH[0]));
    for (let first = 0; first < length;) {
      const at = this.days.length;
      const inMonth = month > 0 && at >= LONG_MONTH[0] && at < LONG_MONTH[1];
      const wanted = day > 0 && at === LONG_DAY ? day : inMonth ? ofMonth : 20 + ((at * 37) % 161);
      const items = Math.min(wanted, length - first);
      this.days.push({ day: new Date(NEWEST_MS - at * DAY_MS).toISOString().slice(0, 10), first, items });
      first += items;
    }
  }

  #dayAt(index: number): number {
    let low = 0;
    let high = this.days.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.days[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #takenMs(index: number): number {
    const at = this.#dayAt(index);
    const { first, items } = this.days[at] ?? { first: 0, items: 1 };
    const end = Math.floor(NEWEST_MS / DAY_MS - at + 1) * DAY_MS - 1000;
    return end - Math.floor(((index - first) * (DAY_MS - 2000)) / items);
  }

  orderAt = (index: number) => orderOf(this.#takenMs(index));
  find = (key: ItemKey) => this.at(key - 1);

  at(index: number): GridItem | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const key = index + 1;
    const takenMs = this.#takenMs(index);
    const shape = SHAPES[(Math.imul(key, 2654435761) >>> 8) % SHAPES.length] ?? SHAPES[0];
    return {
      key,
      order: orderOf(takenMs),
      kind: "photo",
      fileName: `DSC_${4000 + key}.jpg`,
      widthPx: shape[0],
      heightPx: shape[1],
      takenMs,
      durationMs: null,
      tones: tones(key),
      state: "ready",
    };
  }

  slice(from: number, past: number): GridItem[] {
    const items: GridItem[] = [];
    for (let index = Math.max(0, from); index < Math.min(past, this.length); index += 1)
      items.push(this.at(index) as GridItem);
    return items;
  }
}

function makeItems(total: number): GridItem[] {
  let order = Infinity;
  const next = chance(7);
  const items: GridItem[] = [];
  let at = NEWEST_MS;
  let leftToday = 0;
  const gapDays = Math.max(0.4, Math.min(40, (8 * 365 * 9) / Math.max(1, total)));
  for (let key = 1; key <= total; key += 1) {
    if (leftToday <= 0) {
      if (key > 1) at = Math.floor(at / DAY_MS) * DAY_MS - Math.ceil(next() * 2 * gapDays) * DAY_MS + 18 * 3_600_000;
      leftToday = 2 + Math.floor(next() * 14);
    }
    leftToday -= 1;
    at -= Math.floor(next() * 1_500_000);
    const shape = SHAPES[Math.floor(next() * SHAPES.length)] ?? SHAPES[0];
    const video = key % 37 === 12;
    order = Math.min(order - 1, orderOf(at));
    items.push({
      key,
      order,
      kind: video ? "video" : key % 97 === 40 ? "animation" : "photo",
      fileName: video ? `MOV_${4000 + key}.mp4` : `DSC_${4000 + key}.jpg`,
      widthPx: video ? 3840 : shape[0],
      heightPx: video ? 2160 : shape[1],
      takenMs: at,
      durationMs: video ? 42_000 : null,
      tones: tones(key),
      state: key === 49 ? "processing" : key === 123 ? "failed" : "ready",
    });
  }
  return items;
}

export interface FakeAlbum {
  key: number;
  title: string;
  items: ItemKey[];
  cover: ItemKey | null;
}

/** The items in the order in which they go into an album. */
export function inOrder(keys: ItemKey[], order: AddOrder, items: Items): ItemKey[] {
  if (order === "asChosen") return keys;
  const at = (key: ItemKey) => items.find(key)?.order ?? 0;
  return keys.toSorted((one, other) => (order === "oldestFirst" ? at(one) - at(other) : at(other) - at(one)));
}

/** Thirteen albums over the items; the last is empty. */
export function makeAlbums(items: Items): FakeAlbum[] {
  const next = chance(11);
  return TITLES.map((title, index) => {
    const start = Math.floor((index / TITLES.length) * items.length * 0.9);
    const length = index === TITLES.length - 1 ? 0 : Math.min(items.length, 14 + Math.floor(next() * 60));
    const keys = items.slice(start, start + length).map((item) => item.key);
    return { key: index + 1, title, items: keys, cover: keys[0] ?? null };
  });
}

export function makeLinks(albums: FakeAlbum[], now: number): LinkView[] {
  const seen = (state: LinkView["state"], checkedMin: number | null) => {
    const at = checkedMin === null ? null : now - checkedMin * 60_000;
    return { checkedMs: at, aliveMs: state === "alive" ? at : at && at - 7 * DAY_MS, triedMs: at };
  };
  const ofOthers: LinkView = {
    key: 900,
    album: null,
    title: "Ida and Ole’s wedding",
    cover: null,
    url: "https://photos.app.goo.gl/Vb83nWeddingOfOle",
    lane: "browser",
    state: "alive",
    collaborative: false,
    commentable: false,
    madeMs: now - 30 * DAY_MS,
    ...seen("alive", 3 * 24 * 60),
    triedMs: now - 25 * 60_000,
  };
  const link = (key: number, state: LinkView["state"], checkedMin: number | null): LinkView | null => {
    const album = albums.find((a) => a.key === key);
    return album === undefined
      ? null
      : {
          key,
          album: key,
          title: album.title,
          cover: album.cover,
          url: `https://photos.app.goo.gl/7Qm2xKfL${key}ofoten4e`,
          lane: "api",
          state,
          collaborative: key === 1,
          commentable: true,
          madeMs: now - key * 9 * DAY_MS,
          ...seen(state, checkedMin),
        };
  };
  const own = [link(1, "alive", 12), link(3, "alive", 190), link(4, "dead", 2900), link(7, "unknown", null)];
  return albums.length === 0 ? [] : [...own.filter((l) => l !== null), ofOthers];
}

export function albumView(album: FakeAlbum, items: Items, links: LinkView[]): AlbumView {
  const taken = album.items.map((key) => items.find(key)).filter((item) => item !== undefined);
  const days = taken.map(dayOf).sort();
  const covers = [album.cover, ...album.items].filter((key) => key !== null);
  return {
    key: album.key,
    title: album.title,
    items: album.items.length,
    covers: [...new Set(covers)].slice(0, 3),
    firstDay: days[0] ?? null,
    lastDay: days[days.length - 1] ?? null,
    writable: true,
    link: links.find((l) => l.album === album.key) ?? null,
    hasPage: true,
    newestMs: taken.reduce((most, item) => Math.max(most, item.takenMs), 0) || null,
  };
}
