/** What stays in place when a layout changes: the topmost tile that is seen whole, or else the topmost segment. Pure. */
import type { GridItem, ItemKey, Segment } from "../ipc/bindings";
import type { SegmentLayout } from "./SegmentLayout";

export type Anchor = { id: string; segment: number } & (
  { key: ItemKey; place: number; offset: number } | { part: number }
);

type ItemsOf = (segment: number) => readonly GridItem[] | undefined;

/** The stretch of layout places that is seen, and what stands above the first segment. */
interface Seen {
  top: number;
  height: number;
  lead: number;
}

/** Nothing at the very top: what is new there shall be seen. */
export function anchorOf(layout: SegmentLayout, { top, height, lead }: Seen, drawn: ItemsOf): Anchor | null {
  if (top <= 0 || layout.segments.length === 0) return null;
  const first = layout.segmentAt(top);
  let partly: Anchor | null = null;
  for (let segment = first; segment < layout.segments.length && layout.topOf(segment) < top + height; segment++) {
    const [from, past] = layout.tilesBetween(segment, top, top + height);
    for (let place = from; place < past; place++) {
      const key = drawn(segment)?.[place]?.key;
      const box = layout.boxOf({ segment, place });
      if (key === undefined || !box) break;
      const id = layout.segments[segment]?.key ?? "";
      const anchor = { id, key, place, offset: box.top - top, segment };
      if (anchor.offset >= 0) return anchor;
      partly ??= anchor;
    }
  }
  if (partly || top < lead) return partly;
  const part = (top - layout.topOf(first)) / Math.max(1, layout.heightOf(first));
  return { id: layout.segments[first]?.key ?? "", part, segment: first };
}

/** Where the anchor's segment is now; -1 when there is none any more. */
export function segmentOf(anchor: Anchor, segments: readonly Segment[]): number {
  if (segments[anchor.segment]?.key === anchor.id) return anchor.segment;
  return segments.findIndex((one) => one.key === anchor.id);
}

/** The layout place at the top of the viewport that leaves the anchor where it was; nothing when it is gone. */
export function topFor(anchor: Anchor, layout: SegmentLayout, itemsOf: ItemsOf): number | undefined {
  const segment = segmentOf(anchor, layout.segments);
  if (segment < 0) return undefined;
  const top = layout.topOf(segment);
  if ("part" in anchor) return top + anchor.part * layout.heightOf(segment);
  // In a long day an item may move on to the next part, or back.
  for (const at of [segment, segment + 1, segment - 1]) {
    const place = itemsOf(at)?.findIndex((item) => item.key === anchor.key) ?? -1;
    const box = layout.boxOf({ segment: at, place });
    if (box) return box.top - anchor.offset;
  }
  // It left: what took its place stands there.
  const last = (layout.boxesOf(segment)?.length ?? 0) / 4 - 1;
  return (layout.boxOf({ segment, place: Math.min(anchor.place, last) })?.top ?? top) - anchor.offset;
}
