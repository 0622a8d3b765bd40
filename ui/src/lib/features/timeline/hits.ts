/** What a frame touches, as stretches of the order. */
import type { Box, SegmentLayout } from "../../grid/SegmentLayout";
import type { GridItem } from "../../ipc/bindings";
import type { Place } from "./picked";

/** For each segment the stretches of places that are touched, both ends included, and their items once they were known. */
export type Hits = Map<number, Hit[]>;
interface Hit {
  first: number;
  last: number;
  ends?: [Place, Place];
}

/** `before` is what an earlier frame touched: what was let go from memory meanwhile stays touched while it is inside. */
export function hitsOf(layout: SegmentLayout, frame: Box, before: Hits): Hits {
  const hits: Hits = new Map();
  const bottom = frame.top + frame.height;
  for (let at = layout.segmentAt(frame.top); at < layout.segments.length && layout.topOf(at) <= bottom; at++) {
    const old = before.get(at);
    if (!layout.boxesOf(at) && old) hits.set(at, old);
  }
  for (const { segment, place } of layout.placesIn(frame)) {
    const found = hits.get(segment) ?? [];
    const last = found.at(-1);
    if (last?.last === place - 1) last.last = place;
    else found.push({ first: place, last: place });
    hits.set(segment, found);
  }
  // The same stretch as before keeps the items at its ends, which may not be in memory any more.
  for (const [segment, found] of hits) {
    const old = before.get(segment);
    found.forEach((hit, at) => {
      const was = old?.[at];
      if (was?.ends && was.first === hit.first && was.last === hit.last) hit.ends = was.ends;
    });
  }
  return hits;
}

interface Items {
  itemsOf(segment: number): readonly GridItem[] | undefined;
  offsetOf(segment: number): number;
}

export function rangesOf(hits: Hits, items: Items): [Place, Place][] {
  const ranges: [Place, Place][] = [];
  for (const [segment, found] of hits) {
    const place = (at: number): Place | undefined => {
      const item = items.itemsOf(segment)?.[at];
      return item && { key: item.key, order: item.order, index: items.offsetOf(segment) + at };
    };
    for (const hit of found) {
      const [first, last] = [place(hit.first), place(hit.last)];
      if (first && last) hit.ends = [first, last];
      if (hit.ends) ranges.push(hit.ends);
    }
  }
  return ranges;
}
