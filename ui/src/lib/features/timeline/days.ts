/** Days of a grid: made from items, and walked by days, months and years. Pure. */
import type { GridItem, Segment } from "../../ipc/bindings";

/** Items in days, as the index cuts them. */
export function daysOf(items: readonly GridItem[]): { segment: Segment; items: GridItem[] }[] {
  const days: { segment: Segment; items: GridItem[] }[] = [];
  for (const item of items) {
    const day = new Date(item.takenMs).toISOString().slice(0, 10);
    const last = days.at(-1);
    if (last?.segment.day === day) {
      last.items.push(item);
      last.segment.items++;
    } else days.push({ segment: { key: day, day, items: 1 }, items: [item] });
  }
  return days;
}

/** How much of `YYYY-MM-DD` names a day, a month, a year. */
const LENGTH = { day: 10, month: 7, year: 4 } as const;
export type Unit = keyof typeof LENGTH;

/**
 * The segment with which the next or previous day, month or year begins, as the grid goes down. Going up leads to the
 * beginning of the present one first. Nothing where there is no more.
 */
export function leap(
  segments: readonly Segment[],
  from: { segment: number; atStart: boolean },
  unit: Unit,
  down: boolean,
): number | undefined {
  const nameOf = (at: number): string | undefined => segments[at]?.day?.slice(0, LENGTH[unit]);
  const beginOf = (at: number): number => {
    let first = at;
    while (first > 0 && nameOf(first - 1) === nameOf(at)) first--;
    return first;
  };
  if (down) {
    let past = from.segment + 1;
    while (past < segments.length && nameOf(past) === nameOf(from.segment)) past++;
    return past < segments.length ? past : undefined;
  }
  const begin = beginOf(from.segment);
  if (begin < from.segment || !from.atStart) return begin;
  return begin > 0 ? beginOf(begin - 1) : undefined;
}

/** The segment of a day, or else of the nearest older one; the last one where all are newer. */
export function segmentOfDay(segments: readonly Segment[], day: string): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.day ?? "") <= day) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low);
}
