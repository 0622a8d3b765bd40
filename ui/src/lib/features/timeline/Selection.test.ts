import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Chosen, GridScope } from "../../ipc/bindings";
import type { Place } from "./picked";
import { Selection } from "./Selection.svelte";

const SCOPES: GridScope[] = [{ kind: "all" }, { kind: "album", album: 1 }];
const SIZE = 40;

/** A grid of so many items; keys have nothing to do with the order, which has holes. */
function gridOf(scope: GridScope, size = SIZE): Place[] {
  return Array.from({ length: size }, (_, index) => ({
    key: (index * 37) % 1_009,
    order: scope.kind === "album" ? index * 3 : 1_000_000 - index * 7,
    index,
  }));
}

function open(scope: GridScope = { kind: "all" }, size = SIZE) {
  const selection = new Selection();
  selection.enter(scope);
  const grid = gridOf(scope, size);
  const at = (index: number): Place => grid[index] as Place;
  const chosen = (): number[] => grid.filter((place) => selection.has(place)).map(({ index }) => index);
  return { selection, grid, at, chosen };
}

/** What the index makes of it. */
function resolve({ spans, keys, without }: Chosen, grid: readonly Place[]): number[] {
  return grid
    .filter(({ key, order }) => {
      const inSpan = spans.some(({ first, last }) => first <= order && order <= last);
      return keys.includes(key) || (inSpan && !without.includes(key));
    })
    .map(({ index }) => index);
}

const index = fc.nat(SIZE - 1);
const step = fc.oneof(
  fc.record({ do: fc.constant("toggle" as const), a: index, b: index }),
  fc.record({ do: fc.constant("stretch" as const), a: index, b: index }),
  fc.record({ do: fc.constant("day" as const), a: index, b: index }),
  fc.record({ do: fc.constant("settle" as const), a: index, b: index }),
  fc.record({ do: fc.constant("only" as const), a: index, b: index }),
);

/** The same with a plain set of indices. */
class Model {
  set = new Set<number>();
  base = new Set<number>();
  do({ do: what, a, b }: { do: string; a: number; b: number }): void {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const range = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    if (what === "stretch") {
      this.set = new Set([...this.base, ...range]);
      return;
    }
    if (what === "only") this.set = new Set([a]);
    if (what === "toggle" && !this.set.delete(a)) this.set.add(a);
    if (what === "day") {
      const out = range.every((at) => this.set.has(at));
      for (const at of range) {
        if (out) this.set.delete(at);
        else this.set.add(at);
      }
    }
    this.base = new Set(this.set);
  }
}

describe("choosing", () => {
  it.each(SCOPES)("is_what_a_plain_set_of_items_would_be ($kind)", (scope) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { selection, grid, at, chosen } = open(scope);
        const model = new Model();
        for (const one of steps) {
          const [a, b] = [at(one.a), at(one.b)];
          const [first, last] = a.index <= b.index ? [a, b] : [b, a];
          if (one.do === "toggle") selection.toggle(a);
          else if (one.do === "only") selection.only(a);
          else if (one.do === "stretch") selection.stretch([[a, b]]);
          else if (one.do === "settle") selection.settle();
          else selection.toggleAll(first, last);
          model.do(one);
          const expected = [...model.set].sort((x, y) => x - y);
          expect(chosen(), "the same items are chosen").toEqual(expected);
          expect(selection.size, "and counted").toBe(expected.length);
          expect(resolve(selection.chosen, grid), "and what actions get means the same").toEqual(expected);
          const whole = Array.from({ length: last.index - first.index + 1 }, (_, n) => first.index + n);
          expect(selection.hasAll(first.index, last.index + 1, null), "a day knows whether it is taken").toBe(
            whole.every((n) => model.set.has(n)),
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it("takes_a_million_as_one_stretch_and_one_out_of_it_as_an_exception", () => {
    const selection = new Selection();
    const first = { key: 1, order: 9_000_000, index: 0 };
    const last = { key: 2, order: 5, index: 999_999 };
    selection.all(first, last);
    expect(selection.size).toBe(1_000_000);
    expect(selection.chosen.spans, "nothing is listed").toEqual([{ first: 5, last: 9_000_000 }]);
    selection.toggle({ key: 77, order: 4_000, index: 600_000 });
    expect(selection.size).toBe(999_999);
    expect(selection.chosen).toMatchObject({ spans: [{ first: 5, last: 9_000_000 }], keys: [], without: [77] });
    expect(selection.has({ key: 77, order: 4_000 })).toBe(false);
    expect(selection.has({ key: 78, order: 4_001 }), "also what was never seen").toBe(true);
  });

  it("shrinks_a_range_again_and_keeps_what_was_chosen_before", () => {
    const { selection, at, chosen } = open();
    selection.toggle(at(9));
    selection.toggle(at(3));
    selection.stretch([[at(3), at(6)]]);
    selection.stretch([[at(3), at(4)]]);
    expect(chosen(), "5 and 6 are out again, 9 stayed").toEqual([3, 4, 9]);
    expect(selection.anchor?.index).toBe(3);
  });

  it("lets_go_of_what_was_chosen_in_another_grid", () => {
    const { selection, at } = open();
    selection.toggle(at(1));
    selection.enter({ kind: "all" });
    expect(selection.size, "the same grid").toBe(1);
    selection.enter({ kind: "search", text: "cat" });
    expect(selection.size).toBe(0);
    expect(selection.chosen.scope).toEqual({ kind: "search", text: "cat" });
  });

  it("asks_how_many_are_left_once_the_library_changed_and_ends_when_none_is", async () => {
    let answer = 7;
    const asked: Chosen[] = [];
    const selection = new Selection((chosen) => {
      asked.push(chosen);
      return Promise.resolve(answer);
    });
    const grid = gridOf({ kind: "all" });
    selection.all(grid[0] as Place, grid[9] as Place);
    await selection.recount();
    expect(selection.size, "three are gone").toBe(7);
    expect(selection.has(grid[4] as Place), "the same items stay chosen").toBe(true);
    answer = 6;
    selection.toggle(grid[4] as Place);
    expect(selection.size, "known at once").toBe(6);
    await Promise.resolve();
    expect(asked.at(-1)?.without, "and counted again").toEqual([(grid[4] as Place).key]);
    answer = 0;
    await selection.recount();
    expect(selection.size).toBe(0);
    expect(selection.chosen.spans).toEqual([]);
  });
});
