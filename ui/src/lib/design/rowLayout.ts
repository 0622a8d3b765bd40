/** Where the rows of a long list stand: blocks under each other, each with a heading and rows. Pure. */

export interface Block {
  /** Stays the same while rows come and go. */
  id: string;
  rows: number;
  /** Heights in px. The foot is the room below the last row. */
  head: number;
  foot: number;
  /** Height of a row; a function where rows differ. */
  row: number | ((index: number) => number);
  /** Whether rows come and go at the block's beginning: then places are kept from its end. */
  fromEnd?: boolean;
}

export interface Place {
  block: number;
  /** -1 for the heading. */
  index: number;
}

export class RowLayout {
  readonly blocks: readonly Block[];
  /** All rows together. */
  readonly rows: number;
  readonly height: number;
  readonly #tops: number[] = [];
  readonly #firsts: number[] = [];
  /** For blocks whose rows differ: where each row begins, and where the last ends. */
  readonly #offsets: (Float64Array | null)[] = [];

  constructor(blocks: readonly Block[]) {
    this.blocks = blocks;
    let [top, rows] = [0, 0];
    for (const block of blocks) {
      this.#tops.push(top);
      this.#firsts.push(rows);
      const offsets = typeof block.row === "number" ? null : offsetsOf(block.rows, block.row);
      this.#offsets.push(offsets);
      const inside = typeof block.row === "number" ? block.rows * block.row : (offsets?.[block.rows] ?? 0);
      top += block.head + inside + block.foot;
      rows += block.rows;
    }
    this.height = top;
    this.rows = rows;
  }

  topOf({ block, index }: Place): number {
    const of = this.blocks[block];
    if (of === undefined) return this.height;
    const top = this.#tops[block] ?? 0;
    if (index < 0) return top;
    const inside = typeof of.row === "number" ? index * of.row : (this.#offsets[block]?.[index] ?? 0);
    return top + of.head + inside;
  }

  heightOf({ block, index }: Place): number {
    const of = this.blocks[block];
    if (of === undefined) return 0;
    if (index < 0) return of.head;
    return typeof of.row === "number" ? of.row : of.row(index);
  }

  /** What is at this height: the row that reaches over it, or the heading. */
  at(y: number): Place {
    const block = Math.max(0, lastAtMost(this.#tops, y));
    const of = this.blocks[block];
    if (of === undefined) return { block: 0, index: -1 };
    const inside = y - (this.#tops[block] ?? 0) - of.head;
    if (inside < 0 || of.rows === 0) return { block, index: -1 };
    const offsets = this.#offsets[block];
    const index = offsets ? lastAtMost(offsets, inside) : Math.floor(inside / (of.row as number));
    return { block, index: Math.min(index, of.rows - 1) };
  }

  /** The row with this number over all blocks. */
  nth(row: number): Place {
    const bounded = Math.min(Math.max(0, row), this.rows - 1);
    const block = Math.max(0, lastAtMost(this.#firsts, bounded));
    return { block, index: bounded - (this.#firsts[block] ?? 0) };
  }

  /** The other way round. */
  numberOf({ block, index }: Place): number {
    return (this.#firsts[block] ?? 0) + Math.max(0, index);
  }

  /** The same row in another layout of the same list; none where its block is gone. */
  movedTo(next: RowLayout, { block, index }: Place): Place | null {
    const of = this.blocks[block];
    const there = next.blocks.findIndex(({ id }) => id === of?.id);
    const now = next.blocks[there];
    if (of === undefined || now === undefined) return null;
    const moved = index >= 0 && of.fromEnd === true ? index + now.rows - of.rows : index;
    return { block: there, index: Math.min(Math.max(index < 0 ? -1 : 0, moved), now.rows - 1) };
  }
}

function offsetsOf(rows: number, height: (index: number) => number): Float64Array {
  const offsets = new Float64Array(rows + 1);
  for (let index = 0; index < rows; index += 1) offsets[index + 1] = (offsets[index] ?? 0) + height(index);
  return offsets;
}

/** The last of rising numbers that is not above `value`; -1 where all are. */
function lastAtMost(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
