/** The scale of the scrubber: one step a month, newest first; quarters or years where there is no room. Pure. */
import type { Segment } from "../../ipc/bindings";

/** A stretch of time on the scale. */
export interface Step {
  year: number;
  /** The month it begins with when read from the top, from 0. */
  month: number;
  items: number;
  /** Its first segment, and the first after it; the same when it holds nothing. */
  first: number;
  past: number;
}

/** Less than this between two bars, and months are joined. */
const LEAST_GAP_PX = 4;

/** Every month from the newest item to the oldest, those without items too. */
export function monthSteps(segments: readonly Segment[]): Step[] {
  const steps: Step[] = [];
  segments.forEach(({ day, items }, at) => {
    if (day === null) return;
    const year = Number(day.slice(0, 4));
    const month = Number(day.slice(5, 7)) - 1;
    let last = steps.at(-1);
    if (!last) {
      last = { year, month, items: 0, first: at, past: at };
      steps.push(last);
    }
    // A day out of order stays with the month above it: the scale only runs down.
    while (last.year * 12 + last.month > year * 12 + month) {
      const before: number = last.year * 12 + last.month - 1;
      last = { year: Math.floor(before / 12), month: before % 12, items: 0, first: at, past: at };
      steps.push(last);
    }
    last.items += items;
    last.past = at + 1;
  });
  return steps;
}

/** Joins months until the steps have room in this height. */
export function fitSteps(months: readonly Step[], height: number): Step[] {
  for (const length of [1, 3, 12]) {
    const steps = length === 1 ? [...months] : join(months, length);
    if (steps.length * LEAST_GAP_PX <= height || length === 12) return steps;
  }
  return [];
}

function join(months: readonly Step[], length: number): Step[] {
  const joined: Step[] = [];
  for (const month of months) {
    const last = joined.at(-1);
    const same = last?.year === month.year && Math.floor(last.month / length) === Math.floor(month.month / length);
    if (last && same) {
      last.items += month.items;
      last.past = month.past;
    } else joined.push({ ...month });
  }
  return joined;
}

/** How long the bar of a step is: 2 for nothing, 22 for the fullest. Roots, so that one great feast hides no other month. */
export function barLength(items: number, most: number): number {
  return items <= 0 || most <= 0 ? 2 : Math.round(4 + 18 * Math.sqrt(items / most));
}

/** Where years begin on the scale, thinned so that labels stand at least `apart` px from each other. */
export function yearMarks(steps: readonly Step[], height: number, apart: number): { year: number; at: number }[] {
  const marks: { year: number; at: number }[] = [];
  steps.forEach(({ year }, index) => {
    const at = (index / Math.max(1, steps.length)) * height;
    if (year === steps[index - 1]?.year) return;
    const last = marks.at(-1);
    if (!last || at - last.at >= apart) marks.push({ year, at });
  });
  return marks;
}

/** The step that a layout place lies in. */
export function monthAt(steps: readonly Step[], topOf: (segment: number) => number, place: number): number {
  let low = 0;
  let high = Math.max(0, steps.length - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (topOf(steps[middle]?.first ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a layout place stands on the scale, from 0 to 1. */
export function partOf(steps: readonly Step[], topOf: (segment: number) => number, place: number): number {
  const low = monthAt(steps, topOf, place);
  const step = steps[low];
  if (!step) return 0;
  const [from, to] = [topOf(step.first), topOf(step.past)];
  const within = to > from ? Math.min(1, Math.max(0, (place - from) / (to - from))) : 0;
  return (low + within) / steps.length;
}

/** The layout place that a part of the scale stands for. */
export function placeAt(steps: readonly Step[], topOf: (segment: number) => number, part: number): number {
  const exact = Math.min(1, Math.max(0, part)) * steps.length;
  const index = Math.min(steps.length - 1, Math.floor(exact));
  const step = steps[index];
  if (!step) return 0;
  const [from, to] = [topOf(step.first), topOf(step.past)];
  return from + (exact - index) * (to - from);
}
