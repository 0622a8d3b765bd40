/** What the grid asks of whatever holds its items. */
import type { GridItem, ItemKey, Segment } from "../ipc/bindings";

export interface GridSource {
  /** In order; replaced as a whole when the library changed. */
  readonly segments: readonly Segment[];
  /** Rises whenever items arrived or segments changed. Reading it is what makes a grid follow its source. */
  readonly version: number;
  /** The items of one segment, where they are in memory. */
  itemsOf(segment: number): readonly GridItem[] | undefined;
  /** The segments whose items came since a version of this order; nothing where that is not known any more. */
  changedSince(version: number): readonly number[] | null;
  /** Says which segments are wanted, most wanted first; what was wanted before and is not here is forgotten. */
  want(segments: readonly number[]): void;
  pictureUrl(key: ItemKey, size: 256 | 512): string;
  /** Nobody waits for these pictures any more. */
  cancelPictures(keys: ItemKey[]): void;
}

/** The order a viewer walks along. */
export interface ItemOrder {
  readonly total: number;
  readonly version: number;
  /** Rises whenever the order was read again. */
  readonly edition: number;
  /** -1 when the item is not in memory. */
  indexOf(key: ItemKey): number;
  item(key: ItemKey): GridItem | undefined;
  itemAt(index: number): GridItem | undefined;
  /** The item at a place of the order, asked for when it is not in memory; nothing outside the order. */
  load(index: number): Promise<GridItem | undefined>;
  pictureUrl(key: ItemKey, size: 256 | 512 | 2048 | "full"): string;
}

export type Density = "compact" | "normal" | "large";

/** A place in the window, in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

const ROW_HEIGHTS: Record<Density, readonly [wide: number, middle: number, narrow: number]> = {
  compact: [132, 116, 104],
  normal: [196, 160, 132],
  large: [288, 240, 200],
};

const GAPS: Record<Density, number> = { compact: 2, normal: 4, large: 6 };

/** Wanted row height and gap in a window of this width. */
export function gridMeasures(density: Density, windowWidth: number): { rowHeight: number; gap: number } {
  const [wide, middle, narrow] = ROW_HEIGHTS[density];
  const rowHeight = windowWidth >= 1280 ? wide : windowWidth >= 900 ? middle : narrow;
  return { rowHeight, gap: GAPS[density] };
}
