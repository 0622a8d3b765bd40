import { expect, it } from "vitest";
import { RowLayout, type Block } from "./rowLayout";

const block = (id: string, rows: number, more: Partial<Block> = {}): Block => ({
  id,
  rows,
  head: 40,
  foot: 20,
  row: 52,
  ...more,
});

it("puts blocks under each other with their headings", () => {
  const layout = new RowLayout([block("failed", 2), block("waiting", 100_000)]);
  expect(layout.height).toBe(40 + 104 + 20 + 40 + 5_200_000 + 20);
  expect(layout.topOf({ block: 1, index: 0 })).toBe(204);
  expect(layout.at(0)).toEqual({ block: 0, index: -1 });
  expect(layout.at(40 + 52)).toEqual({ block: 0, index: 1 });
  expect(layout.at(layout.height + 999), "below the end is the last row").toEqual({ block: 1, index: 99_999 });
});

it("counts rows over all blocks, there and back", () => {
  const layout = new RowLayout([block("a", 2), block("b", 3)]);
  expect(layout.nth(3)).toEqual({ block: 1, index: 1 });
  expect(layout.nth(99)).toEqual({ block: 1, index: 2 });
  expect(layout.numberOf({ block: 1, index: 1 })).toBe(3);
});

it("rows may differ in height", () => {
  const layout = new RowLayout([block("albums", 3, { head: 0, foot: 0, row: (index) => (index === 1 ? 70 : 44) })]);
  expect(layout.height).toBe(158);
  expect(layout.at(113)).toEqual({ block: 0, index: 1 });
  expect(layout.at(114)).toEqual({ block: 0, index: 2 });
});

it("keeps a place from the end where rows leave at the beginning", () => {
  const before = new RowLayout([block("waiting", 100, { fromEnd: true }), block("done", 5, { fromEnd: true })]);
  const after = new RowLayout([block("waiting", 97, { fromEnd: true }), block("done", 8, { fromEnd: true })]);
  expect(before.movedTo(after, { block: 0, index: 50 })).toEqual({ block: 0, index: 47 });
  expect(before.movedTo(after, { block: 1, index: 0 }), "a newer one came before it").toEqual({ block: 1, index: 3 });
});

it("a block that is gone has no place", () => {
  const before = new RowLayout([block("waiting", 1)]);
  expect(before.movedTo(new RowLayout([block("done", 1)]), { block: 0, index: 0 })).toBeNull();
});
