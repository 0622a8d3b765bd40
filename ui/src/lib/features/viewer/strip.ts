/** Where the pictures of the film strip stand: the current one in the middle, its neighbours to both sides. Pure. */
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
  for (const step of [-1, 1]) {
    let edge = half + CURRENT_GAP;
    for (let at = index + step; at >= 0 && at < total; at += step) {
      const item = itemAt(at);
      const wide = widthOf(item, FRAME_HEIGHT);
      if (edge + wide > width / 2) break;
      frames.push({ index: at, item, left: step > 0 ? edge : -edge - wide, width: wide });
      edge += wide + GAP;
    }
  }
  return frames.sort((a, b) => a.index - b.index);
}
