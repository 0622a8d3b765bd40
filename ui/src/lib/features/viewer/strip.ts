/**
 * Where the pictures of the film strip stand: the current one in the middle, its neighbours to both sides; near an end
 * the strip begins, or ends, at its edge. Pure.
 */
import { layoutRatio } from "../../grid/justify";
import type { GridItem } from "../../ipc/bindings";

export interface Frame {
  index: number;
  /** Nothing while not in memory. */
  item: GridItem | undefined;
  left: number;
  width: number;
}

export const FRAME_HEIGHT = 46;
export const CURRENT_HEIGHT = 54;
const GAP = 3;
const CURRENT_GAP = 9;

function widthOf(item: GridItem | undefined, height: number): number {
  const ratio = item ? layoutRatio(item.widthPx, item.heightPx) : 1;
  return Math.round(height * Math.min(1.8, Math.max(0.6, ratio)));
}

/** How far all of it moves so that no room stays empty beside an end; what fits whole stands in the middle. */
function shiftOf({ before, after }: { before: number; after: number }, width: number): number {
  if (before + after <= width) return (before - after) / 2;
  if (before < width / 2) return before - width / 2;
  if (after < width / 2) return width / 2 - after;
  return 0;
}

/** The frames that fit into a width, in order; `left` counts from the middle. */
export function framesAround(
  index: number,
  total: number,
  width: number,
  itemAt: (index: number) => GridItem | undefined,
): Frame[] {
  const current = itemAt(index);
  const half = widthOf(current, CURRENT_HEIGHT) / 2;
  const frames: Frame[] = [{ index, item: current, left: -half, width: half * 2 }];
  const reach = { before: half, after: half };
  for (const step of [-1, 1]) {
    let edge = half + CURRENT_GAP;
    for (let at = index + step; at >= 0 && at < total; at += step) {
      const item = itemAt(at);
      const wide = widthOf(item, FRAME_HEIGHT);
      frames.push({ index: at, item, left: step > 0 ? edge : -edge - wide, width: wide });
      reach[step > 0 ? "after" : "before"] = edge + wide;
      edge += wide + GAP;
      if (edge > width) break;
    }
  }
  const shift = shiftOf(reach, width);
  return frames
    .map((frame) => ({ ...frame, left: frame.left + shift }))
    .filter((frame) => frame.index === index || (frame.left >= -width / 2 && frame.left + frame.width <= width / 2))
    .sort((a, b) => a.index - b.index);
}
