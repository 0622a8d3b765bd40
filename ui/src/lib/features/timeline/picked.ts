/**
 * What is chosen of a grid, as stretches of its order, single items beside them and single exceptions. Pure. A million
 * chosen items are one stretch: nothing here grows with the library, only with what the person did.
 */
import type { ItemKey, Span } from "../../ipc/bindings";

/** An item by its key, its place in the grid's order, and how many items stand before it. */
export interface Place {
  key: ItemKey;
  order: number;
  index: number;
}

/** A border between two items. Ranks rise along the grid; `before` items stand before the border. */
interface Edge {
  rank: number;
  before: number;
  /** The chosen item at the border, where it was one to which a range was drawn. */
  end?: { key: ItemKey; index: number };
}

/** All items between two borders. */
export interface Run {
  from: Edge;
  to: Edge;
}

export interface Picked {
  /** In order, none touches another. */
  readonly runs: readonly Run[];
  /** Single items outside all runs. */
  readonly keys: ReadonlyMap<ItemKey, Place>;
  /** Single items inside a run that are not chosen. */
  readonly without: ReadonlyMap<ItemKey, Place>;
}

export const NOTHING: Picked = { runs: [], keys: new Map(), without: new Map() };

/** Whether the order falls along the grid, as it does along days, or rises, as in an album. */
export type Falls = boolean;

/** `0 -` keeps a zero from turning negative. */
const rankOf = (order: number, falls: Falls): number => (falls ? 0 - order : order);

/** From one item to another, both included, whichever comes first. */
export function runOf(a: Place, b: Place, falls: Falls): Run {
  const [ra, rb] = [rankOf(a.order, falls), rankOf(b.order, falls)];
  const [first, last] = ra <= rb ? [a, b] : [b, a];
  return {
    from: { rank: rankOf(first.order, falls), before: first.index, end: { key: first.key, index: first.index } },
    to: { rank: rankOf(last.order, falls) + 1, before: last.index + 1, end: { key: last.key, index: last.index } },
  };
}

export const itemsIn = ({ from, to }: Run): number => Math.max(0, to.before - from.before);

/** How many items are chosen. */
export function countOf({ runs, keys, without }: Picked): number {
  return runs.reduce((sum, run) => sum + itemsIn(run), 0) + keys.size - without.size;
}

/** The run a rank falls into. */
function runAt(runs: readonly Run[], rank: number): Run | undefined {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle] as Run;
    if (rank < run.from.rank) high = middle - 1;
    else if (rank >= run.to.rank) low = middle + 1;
    else return run;
  }
  return undefined;
}

export function has(picked: Picked, item: { key: ItemKey; order: number }, falls: Falls): boolean {
  if (picked.runs.length > 0 && runAt(picked.runs, rankOf(item.order, falls))) return !picked.without.has(item.key);
  return picked.keys.has(item.key);
}

/** One item in, or out when it is in. */
export function toggled(picked: Picked, place: Place, falls: Falls): Picked {
  const inRun = runAt(picked.runs, rankOf(place.order, falls)) !== undefined;
  const singles = new Map(inRun ? picked.without : picked.keys);
  if (!singles.delete(place.key)) singles.set(place.key, place);
  return inRun ? { ...picked, without: singles } : { ...picked, keys: singles };
}

/** All of a run in. */
export function withRun(picked: Picked, run: Run, falls: Falls): Picked {
  const before: Run[] = [];
  const after: Run[] = [];
  let { from, to } = run;
  for (const one of picked.runs) {
    if (one.to.rank < from.rank) before.push(one);
    else if (one.from.rank > to.rank) after.push(one);
    else {
      if (one.from.rank < from.rank) from = one.from;
      if (one.to.rank > to.rank) to = one.to;
    }
  }
  return { runs: [...before, { from, to }, ...after], ...singlesOutside(picked, run, falls) };
}

const bare = ({ rank, before }: Edge): Edge => ({ rank, before });

/** All of a run out. */
export function withoutRun(picked: Picked, run: Run, falls: Falls): Picked {
  const runs = picked.runs.flatMap((one) => {
    if (one.to.rank <= run.from.rank || one.from.rank >= run.to.rank) return [one];
    const left = { from: one.from, to: bare(run.from) };
    const right = { from: bare(run.to), to: one.to };
    return [left, right].filter((part) => part.from.rank < part.to.rank && part.from.before !== part.to.before);
  });
  return { runs, ...singlesOutside(picked, run, falls) };
}

function singlesOutside(picked: Picked, run: Run, falls: Falls): Pick<Picked, "keys" | "without"> {
  const outside = (singles: ReadonlyMap<ItemKey, Place>): ReadonlyMap<ItemKey, Place> => {
    const left = [...singles].filter(([, { order }]) => !within(rankOf(order, falls), run));
    return left.length === singles.size ? singles : new Map(left);
  };
  return { keys: outside(picked.keys), without: outside(picked.without) };
}

const within = (rank: number, { from, to }: Run): boolean => rank >= from.rank && rank < to.rank;

/** How many items of a stretch of indices are chosen. */
export function countBetween(picked: Picked, first: number, past: number): number {
  const inside = ({ index }: Place): number => (index >= first && index < past ? 1 : 0);
  let count = 0;
  for (const { from, to } of picked.runs)
    count += Math.max(0, Math.min(past, to.before) - Math.max(first, from.before));
  for (const place of picked.keys.values()) count += inside(place);
  for (const place of picked.without.values()) count -= inside(place);
  return count;
}

/** Whether all of a run is chosen, asked without trusting how many items stand before it. */
export function covers(picked: Picked, run: Run, falls: Falls): boolean {
  const inside = ({ order }: Place): boolean => within(rankOf(order, falls), run);
  const whole = picked.runs.some(({ from, to }) => from.rank <= run.from.rank && to.rank >= run.to.rank);
  if (whole) return ![...picked.without.values()].some(inside);
  return [...picked.keys.values()].filter(inside).length === itemsIn(run);
}

/** As the program around the window takes it. */
export function spansOf(picked: Picked): Span[] {
  return picked.runs.map(({ from, to }) => {
    const [a, b] = [Math.abs(from.rank), Math.abs(to.rank - 1)];
    return { first: Math.min(a, b), last: Math.max(a, b) };
  });
}
