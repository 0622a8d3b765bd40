import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Segment } from "../ipc/bindings";
import { daysOf, TestSource } from "./testLibrary";
import { VirtualWindow } from "./VirtualWindow.svelte";

const MEASURES = { width: 980, height: 748, lead: 0, rowHeight: 196, gap: 4, pixelRatio: 1 };

/** Does what the document does: takes what is to be written, and says so. */
function settle(view: VirtualWindow): void {
  const { write } = view;
  view.write = null;
  if (write) view.wrote(Math.min(Math.max(0, write.top), view.boxHeight - view.measures.height));
}

function loadWanted(view: VirtualWindow, source: TestSource): void {
  while (source.wanted.some((segment) => !source.loaded.has(segment))) {
    for (const segment of source.wanted) source.load(segment);
    view.follow();
    settle(view);
  }
}

function open(lengths: readonly number[], measures = MEASURES): { view: VirtualWindow; source: TestSource } {
  const source = new TestSource(daysOf(lengths));
  const view = new VirtualWindow(source);
  view.measure(measures);
  view.follow();
  settle(view);
  return { view, source };
}

/** Where each drawn tile is seen: px below the top of the viewport. */
function seen(view: VirtualWindow, scroll: number): Map<number, number> {
  const places = new Map<number, number>();
  for (const section of view.sections) {
    for (const tile of section.tiles) places.set(tile.item.key, section.top + tile.top - scroll);
  }
  return places;
}

const scrollOf = (view: VirtualWindow): number => view.layoutTop + view.shift;

describe("the window on a long grid", () => {
  for (const width of [600, 1280]) {
    for (const pixelRatio of [1, 2]) {
      it(`reaches_every_item_of_a_million_at_width_${String(width)}_and_pixel_ratio_${String(pixelRatio)}`, () => {
        const lengths = Array.from({ length: 10_000 }, (_, at) => 20 + ((at * 37) % 161));
        const { view, source } = open(lengths, { ...MEASURES, width, pixelRatio, rowHeight: 235 });
        expect(source.segments.reduce((sum, { items }) => sum + items, 0)).toBeGreaterThan(990_000);
        // By the scroll bar, at places all over the box, the last one among them.
        const parts = Array.from({ length: 101 }, (_, at) => at / 100);
        for (const part of parts) {
          view.scrolled(Math.round(part * (view.boxHeight - MEASURES.height)));
          loadWanted(view, source);
          view.rest();
          settle(view);
          expect(view.sections.flatMap(({ tiles }) => tiles).length, "something is in view").toBeGreaterThan(0);
        }
        view.scrolled(view.boxHeight - MEASURES.height);
        loadWanted(view, source);
        view.rest();
        settle(view);
        const last = source.segments.length - 1;
        const tiles = view.sections.at(-1)?.tiles ?? [];
        expect(view.sections.at(-1)?.index).toBe(last);
        expect(tiles.at(-1)?.place, "the very last item is drawn").toBe((lengths.at(-1) ?? 0) - 1);
        const bottom = (view.sections.at(-1)?.top ?? 0) + (tiles.at(-1)?.top ?? 0) + (tiles.at(-1)?.height ?? 0);
        expect(bottom, "and ends inside the scroll box").toBeLessThanOrEqual(view.boxHeight);
      });
    }
  }

  it("reaches_any_item_when_it_is_asked_for_by_its_place", () => {
    const lengths = Array.from({ length: 20_000 }, (_, at) => 1 + ((at * 31) % 99));
    const { view, source } = open(lengths);
    fc.assert(
      fc.property(fc.nat(lengths.length - 1), (segment) => {
        source.load(segment);
        view.follow();
        view.reveal({ segment, place: (lengths[segment] ?? 1) - 1 }, 46);
        settle(view);
        const drawn = view.sections.find(({ index }) => index === segment)?.tiles.at(-1);
        expect(drawn?.place).toBe((lengths[segment] ?? 1) - 1);
      }),
      { numRuns: 60 },
    );
  });

  it("moves_nothing_in_view_when_days_above_become_known", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 30, maxLength: 80 });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (given, part) => {
        const { view, source } = open(given);
        view.goTo(part * view.map.layoutEnd);
        settle(view);
        // Only what begins in view is loaded first, so that all above is still a guess.
        const first = view.layout.segmentAt(view.layoutTop) + 1;
        for (let at = first; at < Math.min(given.length, first + 3); at++) source.load(at);
        view.follow();
        settle(view);
        const before = seen(view, scrollOf(view));
        const inView = [...before].filter(([, top]) => top >= 0 && top < MEASURES.height);
        for (let at = 0; at < first; at++) source.load(at);
        view.follow();
        settle(view);
        const after = seen(view, scrollOf(view));
        for (const [key, top] of inView) {
          expect(Math.abs((after.get(key) ?? NaN) - top), `tile ${String(key)} stays`).toBeLessThan(1);
        }
      }),
    );
  });

  it("keeps_the_topmost_tile_in_place_when_the_window_is_resized", () => {
    const { view, source } = open(Array.from({ length: 200 }, (_, at) => 5 + ((at * 13) % 50)));
    for (let at = 0; at < 200; at++) source.load(at);
    view.follow();
    view.goTo(23_456);
    settle(view);
    const key = view.firstInView()?.item.key ?? -1;
    const before = seen(view, scrollOf(view)).get(key) ?? NaN;
    // A window is dragged smaller in many small steps.
    for (let width = 960; width >= 640; width -= 20) {
      view.measure({ ...MEASURES, width, rowHeight: width < 800 ? 160 : 196 });
      settle(view);
    }
    expect(Math.abs((seen(view, scrollOf(view)).get(key) ?? NaN) - before)).toBeLessThan(1);
  });

  it("never_has_more_than_150_tiles_in_the_document_in_a_usual_window", () => {
    const { view, source } = open(
      Array.from({ length: 400 }, () => 120),
      { ...MEASURES, width: 1200, height: 980, rowHeight: 132, gap: 2 },
    );
    let most = 0;
    for (let place = 0; place < 40_000; place += 333) {
      view.scrolled(place);
      loadWanted(view, source);
      most = Math.max(most, view.sections.flatMap(({ tiles }) => tiles).length);
    }
    expect(most).toBeLessThanOrEqual(150);
    expect(most, "and the limit is what held it").toBeGreaterThan(110);
  });

  it("scrolls_one_to_one_by_wheel_even_where_the_box_is_squeezed", () => {
    const { view, source } = open(Array.from({ length: 10_000 }, () => 120));
    view.goTo(view.map.layoutEnd / 2);
    settle(view);
    loadWanted(view, source);
    expect(view.map.mapped, "this library is taller than the box").toBe(true);
    const before = view.layoutTop;
    view.scrolled(scrollOf(view) + 120);
    expect(view.layoutTop - before).toBeCloseTo(120, 3);
    view.rest();
    settle(view);
    expect(view.layoutTop - before, "resting changes nothing that is seen").toBeCloseTo(120, 3);
  });

  it("asks_for_what_is_in_view_first", () => {
    const { view, source } = open(Array.from({ length: 500 }, () => 8));
    view.goTo(view.layout.topOf(250));
    view.rest();
    expect(source.wanted[0]).toBe(250);
    expect(new Set(source.wanted).size, "each day once").toBe(source.wanted.length);
  });

  it("keeps_its_place_when_new_days_come_in_above", () => {
    const { view, source } = open(Array.from({ length: 60 }, () => 20));
    view.goTo(view.layout.topOf(30));
    settle(view);
    loadWanted(view, source);
    const before = seen(view, scrollOf(view));
    const old = source.segments;
    const loaded = new Map(source.loaded);
    source.segments = [{ key: "2026-06-15", day: "2026-06-15", items: 40 }, ...old];
    source.loaded.clear();
    for (const [at, items] of loaded) source.loaded.set(at + 1, items);
    view.follow();
    settle(view);
    const after = seen(view, scrollOf(view));
    const kept = [...before].filter(([key, top]) => top >= 0 && top < 748 && after.get(key) !== undefined);
    expect(kept.length).toBeGreaterThan(0);
    for (const [key, top] of kept) expect(Math.abs((after.get(key) ?? NaN) - top)).toBeLessThan(1);
  });

  /** A day of many parts between usual days. */
  function longDay(parts: number, size: number): Segment[] {
    const days = daysOf(Array.from({ length: 60 }, () => 30));
    const day = days[20]?.day ?? "";
    const long = Array.from({ length: parts }, (_, at) => ({ key: `${day}#${String(at)}`, day, items: size }));
    return [...days.slice(0, 20), ...long, ...days.slice(21)];
  }

  function openLong(): { view: VirtualWindow; source: TestSource } {
    const source = new TestSource(longDay(140, 500));
    const view = new VirtualWindow(source);
    view.measure(MEASURES);
    view.follow();
    settle(view);
    return { view, source };
  }

  it("lays_out_only_what_is_near_however_much_is_in_memory", () => {
    const { view, source } = openLong();
    for (let at = 0; at < source.segments.length; at++) source.load(at);
    view.follow();
    view.goTo(view.layout.topOf(90));
    settle(view);
    const laid = source.segments.filter((_, at) => view.layout.boxesOf(at) !== undefined).length;
    expect(laid, "of 199 segments").toBeLessThan(20);
    expect(
      view.sections.every(({ loaded }) => loaded),
      "but all that is drawn",
    ).toBe(true);
  });

  it("shows_one_header_for_a_day_of_many_parts", () => {
    const { view, source } = openLong();
    view.goTo(view.layout.topOf(90));
    settle(view);
    loadWanted(view, source);
    expect(view.sections.filter(({ header }) => header)).toHaveLength(1);
    expect(view.sections.every(({ continues }) => continues)).toBe(true);
  });

  it("moves_nothing_in_view_when_parts_of_a_long_day_arrive_in_any_order", () => {
    const order = fc.shuffledSubarray(
      Array.from({ length: 12 }, (_, at) => 84 + at),
      { minLength: 12 },
    );
    fc.assert(
      fc.property(order, (arriving) => {
        const { view, source } = openLong();
        view.goTo(view.layout.topOf(90) + 700);
        settle(view);
        source.load(90);
        view.follow();
        settle(view);
        let before = seen(view, scrollOf(view));
        for (const segment of arriving) {
          source.load(segment);
          view.follow();
          settle(view);
          const after = seen(view, scrollOf(view));
          for (const [key, top] of before) {
            const now = after.get(key);
            if (now === undefined || top < 0 || top >= MEASURES.height) continue;
            expect(Math.abs(now - top), `tile ${String(key)} stays as part ${String(segment)} comes`).toBeLessThan(1);
          }
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });

  it("shows_the_very_end_when_it_was_sent_there_before_the_end_was_known", () => {
    const { view, source } = openLong();
    view.goTo(view.map.layoutEnd);
    settle(view);
    loadWanted(view, source);
    const last = view.sections.at(-1);
    expect(last?.index).toBe(source.segments.length - 1);
    expect(view.layoutTop).toBe(view.map.layoutEnd);
  });

  it("stands_still_when_the_topmost_photo_leaves_the_library", () => {
    const { view, source } = openLong();
    view.goTo(view.layout.topOf(90) + 5_000);
    settle(view);
    loadWanted(view, source);
    const top = view.firstInView();
    const before = seen(view, scrollOf(view)).get(top?.item.key ?? -1) ?? NaN;
    const at = top?.segment ?? -1;
    const left = (source.loaded.get(at) ?? []).filter(({ key }) => key !== top?.item.key);
    source.segments = source.segments.map((one, index) => (index === at ? { ...one, items: left.length } : one));
    source.loaded.set(at, left);
    view.follow();
    settle(view);
    const now = view.firstInView();
    const after = seen(view, scrollOf(view)).get(now?.item.key ?? -1) ?? NaN;
    expect(Math.abs(after - before), "what took its place stands about there").toBeLessThan(MEASURES.rowHeight * 1.3);
  });
});
