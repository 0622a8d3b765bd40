/** A day may be cut into several segments; here it is one again. */
import type { ItemKey, Segment } from "../../ipc/bindings";
import type { GridStore } from "./GridStore.svelte";

/** All segments of the day that a segment belongs to. */
export function daySegments(segments: readonly Segment[], segment: number): number[] {
  const day = segments[segment]?.day;
  if (day === undefined) return [];
  let first = segment;
  while (first > 0 && segments[first - 1]?.day === day) first--;
  let past = segment + 1;
  while (past < segments.length && segments[past]?.day === day) past++;
  return Array.from({ length: past - first }, (_, at) => first + at);
}

/** The items of a day; asks the index for what is not in memory. */
export function keysOfDay(store: GridStore, segment: number): Promise<ItemKey[]> {
  const day = daySegments(store.segments, segment);
  const last = day.at(-1) ?? segment;
  return store.keysBetween(store.offsetOf(day[0] ?? segment), store.offsetOf(last + 1) - 1);
}
