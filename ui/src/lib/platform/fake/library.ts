/** An invented library: items over years, albums over items. The same numbers give the same library. */
import type { AlbumView, GridItem, ItemKey, LinkView } from "../../ipc/bindings";
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

/** Items newest first. */
export function makeItems(total: number): GridItem[] {
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
    items.push({
      key,
      order: total - key + 1,
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

/** Thirteen albums over the items; the last is empty. */
export function makeAlbums(items: GridItem[]): FakeAlbum[] {
  const next = chance(11);
  return TITLES.map((title, index) => {
    const start = Math.floor((index / TITLES.length) * items.length * 0.9);
    const length = index === TITLES.length - 1 ? 0 : Math.min(items.length, 14 + Math.floor(next() * 60));
    const keys = items.slice(start, start + length).map((item) => item.key);
    return { key: index + 1, title, items: keys, cover: keys[0] ?? null };
  });
}

export function makeLinks(albums: FakeAlbum[], now: number): LinkView[] {
  const link = (key: number, state: LinkView["state"], checkedMin: number | null): LinkView | null => {
    const album = albums.find((a) => a.key === key);
    return album === undefined
      ? null
      : {
          key,
          album: key,
          albumTitle: album.title,
          cover: album.cover,
          url: `https://photos.app.goo.gl/7Qm2xKfL${key}ofoten4e`,
          lane: "api",
          state,
          collaborative: key === 1,
          commentable: true,
          madeMs: now - key * 9 * DAY_MS,
          checkedMs: checkedMin === null ? null : now - checkedMin * 60_000,
        };
  };
  return [link(1, "alive", 12), link(3, "alive", 190), link(4, "dead", 2900), link(7, "unknown", null)].filter(
    (l) => l !== null,
  );
}

export function albumView(album: FakeAlbum, items: Map<ItemKey, GridItem>, links: LinkView[]): AlbumView {
  const taken = album.items.map((key) => items.get(key)).filter((item) => item !== undefined);
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
