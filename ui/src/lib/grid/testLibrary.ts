/** Invented items and a source that holds as many of them as a test wants, made on demand. For tests only. */
import type { GridItem, Segment } from "../ipc/bindings";
import type { GridSource } from "./source";

const SHAPES = [
  [6048, 4024],
  [4032, 3024],
  [3024, 4032],
  [4000, 6000],
  [4032, 4032],
  [3840, 2160],
  [9000, 2400],
] as const;

export function itemOf(key: number): GridItem {
  const [widthPx, heightPx] = SHAPES[(key * 7919) % SHAPES.length] ?? [4, 3];
  return {
    key,
    order: 1_000_000_000 - key,
    kind: "photo",
    fileName: `DSC_${String(key)}.jpg`,
    widthPx,
    heightPx,
    takenMs: 1_780_000_000_000 - key * 60_000,
    durationMs: null,
    tones: null,
    state: "ready",
  };
}

/** Days of these lengths, newest first, their items numbered from 0 through all of them. */
export function daysOf(lengths: readonly number[]): Segment[] {
  return lengths.map((items, at) => {
    const day = new Date(Date.UTC(2026, 5, 14) - at * 86_400_000).toISOString().slice(0, 10);
    return { key: day, day, items };
  });
}

export class TestSource implements GridSource {
  segments: readonly Segment[];
  version = 0;
  wanted: readonly number[] = [];
  readonly loaded = new Map<number, readonly GridItem[]>();
  readonly cancelled: number[] = [];
  readonly #offsets: number[];
  readonly #log: number[] = [];

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
    let sum = 0;
    this.#offsets = segments.map(({ items }) => (sum += items) - items);
  }

  load(segment: number): void {
    const first = this.#offsets[segment] ?? 0;
    const count = this.segments[segment]?.items ?? 0;
    if (this.loaded.has(segment)) return;
    this.loaded.set(
      segment,
      Array.from({ length: count }, (_, place) => itemOf(first + place)),
    );
    this.#log.push(segment);
    this.version++;
  }

  changedSince(version: number): readonly number[] {
    return this.#log.slice(version);
  }

  itemsOf(segment: number): readonly GridItem[] | undefined {
    return this.loaded.get(segment);
  }
  want(segments: readonly number[]): void {
    this.wanted = segments;
  }
  pictureUrl(key: number): string {
    return String(key);
  }
  cancelPictures(keys: number[]): void {
    this.cancelled.push(...keys);
  }
}
