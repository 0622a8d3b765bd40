/**
 * Lays pictures out in rows that fill the width. Pure. Rows are chosen together, not one after another, so that their
 * heights differ little: the cost of a row is the square of how far its height is from the wanted one.
 */

export interface JustifyOptions {
  /** Width to fill, px. */
  width: number;
  /** Wanted height of a row, px. */
  rowHeight: number;
  /** Between tiles and between rows, px. */
  gap: number;
  /** Whether more pictures follow in another part: the last row is then filled like the others. */
  continues?: boolean;
}

export interface Justified {
  /** Left, top, width, height of each picture in whole px, one after another. */
  boxes: Float32Array;
  /** Of all rows with the gaps between them, px. */
  height: number;
}

export const SHORTEST = 0.75;
export const TALLEST = 1.25;
/** Only where a row in the middle of a day could not be filled otherwise, as beside a panorama in a narrow window. */
export const FLATTEST = 0.6;
/** What an empty end of a day costs: enough that one picture is not left alone where the rows before could take it. */
const EMPTINESS = 0.08;
/** A wider picture is laid out at this ratio and cropped. */
export const WIDEST_RATIO = 3.4;
const NARROWEST_RATIO = 0.3;

/** Width to height as laid out; 4 : 3 while unknown. */
export function layoutRatio(widthPx: number, heightPx: number): number {
  if (!(widthPx > 0) || !(heightPx > 0)) return 4 / 3;
  return Math.min(WIDEST_RATIO, Math.max(NARROWEST_RATIO, widthPx / heightPx));
}

export function justify(ratios: ArrayLike<number>, options: JustifyOptions): Justified {
  const count = ratios.length;
  const boxes = new Float32Array(count * 4);
  const width = Math.max(1, Math.floor(options.width));
  let top = 0;
  let first = 0;
  for (const end of rowEnds(ratios, { ...options, width })) {
    top += placeRow(ratios, boxes, { first, end, top, last: end === count, ...options, width }) + options.gap;
    first = end;
  }
  return { boxes, height: count === 0 ? 0 : top - options.gap };
}

/** The height at which a row fills the width. */
function fillHeight(sum: number, items: number, { width, gap }: JustifyOptions): number {
  return Math.max(1, width - gap * (items - 1)) / sum;
}

/** What a row costs; infinite when it may not be. A row of one may be flatter than allowed: it has no other way. */
function rowCost(height: number, items: number, isLast: boolean, options: JustifyOptions): number {
  const relative = height / options.rowHeight;
  if (relative < FLATTEST && items > 1) return Infinity;
  if (isLast && !options.continues && relative >= 1) return EMPTINESS * (1 - 1 / relative) ** 2;
  const off = relative - 1;
  if (relative < SHORTEST && items > 1) return 4 + off * off;
  // Too tall to be stretched: it ends ragged, which is worse than any row that fills the width.
  return relative > TALLEST ? 10 + Math.min(relative, 10) : off * off;
}

/** Where each row ends (exclusive), the cheapest way over all rows. */
function rowEnds(ratios: ArrayLike<number>, options: JustifyOptions): number[] {
  const count = ratios.length;
  const cheapest = new Float64Array(count + 1).fill(Infinity);
  const from = new Int32Array(count + 1);
  cheapest[0] = 0;
  for (let end = 1; end <= count; end++) {
    let sum = 0;
    for (let first = end - 1; first >= 0; first--) {
      sum += ratios[first] ?? 1;
      const cost = rowCost(fillHeight(sum, end - first, options), end - first, end === count, options);
      if (cost === Infinity) break;
      const total = (cheapest[first] ?? Infinity) + cost;
      if (total < (cheapest[end] ?? Infinity)) {
        cheapest[end] = total;
        from[end] = first;
      }
    }
  }
  const ends: number[] = [];
  for (let end = count; end > 0; end = from[end] ?? 0) ends.push(end);
  return ends.reverse();
}

interface Row extends JustifyOptions {
  first: number;
  end: number;
  top: number;
  last: boolean;
}

/** Writes the boxes of one row and returns its height. Edges are whole px, so that a filled row ends exactly. */
function placeRow(ratios: ArrayLike<number>, boxes: Float32Array, row: Row): number {
  const { first, end, top, width, gap, rowHeight } = row;
  let sum = 0;
  for (let at = first; at < end; at++) sum += ratios[at] ?? 1;
  const fill = fillHeight(sum, end - first, row);
  const ragged = (row.last && !row.continues && fill > rowHeight) || fill > rowHeight * TALLEST;
  const exact = ragged ? rowHeight : fill;
  const height = Math.max(1, Math.round(exact));
  let edge = 0;
  for (let at = first; at < end; at++) {
    const left = Math.round(edge);
    edge += (ratios[at] ?? 1) * exact;
    const right = !ragged && at === end - 1 ? width : Math.min(width, Math.round(edge));
    boxes.set([left, top, Math.max(1, right - left), height], at * 4);
    edge += gap;
  }
  return height;
}
