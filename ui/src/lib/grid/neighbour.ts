/** Where the arrow keys lead: by the geometry of the rows, not by the order of the document. Pure. */
import type { SegmentLayout, TilePlace } from "./SegmentLayout";

/** The tile nearest to a place in the row above or below; nothing where no row is known. */
export function inNextRow(layout: SegmentLayout, from: TilePlace, down: boolean): TilePlace | undefined {
  const box = layout.boxOf(from);
  if (!box) return undefined;
  const centre = box.left + box.width / 2;
  const step = down ? 1 : -1;
  let at: TilePlace | undefined = from;
  while ((at = onward(layout, at, step))) {
    const other = layout.boxOf(at);
    if (!other) return undefined;
    if (other.top !== box.top) return nearestInRow(layout, at, centre, step);
  }
  return undefined;
}

/** The tile nearest to a centre in the row that lies a stretch away: for the Page keys. */
export function acrossRows(layout: SegmentLayout, from: TilePlace, stretch: number): TilePlace | undefined {
  const box = layout.boxOf(from);
  if (!box) return undefined;
  let best = from;
  for (;;) {
    const next = inNextRow(layout, best, stretch > 0);
    const top = next && layout.boxOf(next)?.top;
    if (!next || top === undefined || (best !== from && Math.abs(top - box.top) > Math.abs(stretch))) return best;
    best = next;
  }
}

function nearestInRow(layout: SegmentLayout, first: TilePlace, centre: number, step: number): TilePlace {
  const top = layout.boxOf(first)?.top;
  let best = first;
  let bestOff = Infinity;
  let at: TilePlace | undefined = first;
  while (at) {
    const box = layout.boxOf(at);
    if (!box || box.top !== top) break;
    const off = Math.abs(box.left + box.width / 2 - centre);
    if (off < bestOff) [best, bestOff] = [at, off];
    at = onward(layout, at, step);
  }
  return best;
}

/** One tile on in the order; into the next segment at the end of one. */
function onward(layout: SegmentLayout, { segment, place }: TilePlace, step: number): TilePlace | undefined {
  const next = place + step;
  const count = (layout.boxesOf(segment)?.length ?? 0) / 4;
  if (next >= 0 && next < count) return { segment, place: next };
  const other = segment + step;
  if (other < 0 || other >= layout.segments.length) return undefined;
  const otherCount = (layout.boxesOf(other)?.length ?? 0) / 4;
  return { segment: other, place: step > 0 ? 0 : Math.max(0, otherCount - 1) };
}
