import { describe, expect, it } from "vitest";

import { Selection } from "./Selection.svelte";

describe("choosing", () => {
  it("replaces_the_range_that_is_being_stretched_and_keeps_what_was_chosen_before", () => {
    const selection = new Selection();
    selection.toggle(9);
    selection.toggle(3);
    selection.stretch([3, 4, 5, 6]);
    selection.stretch([3, 4]);
    expect([...selection.keys].sort(), "5 and 6 are out again, 9 stayed").toEqual([3, 4, 9]);
    expect(selection.anchor).toBe(3);
  });

  it("takes_a_day_in_and_out_by_its_circle", () => {
    const selection = new Selection();
    selection.toggle(1);
    selection.toggleAll([1, 2, 3]);
    expect(selection.size, "a day chosen in part is taken whole").toBe(3);
    selection.toggleAll([1, 2, 3]);
    expect(selection.size).toBe(0);
  });

  it("gives_a_new_set_for_each_change_so_that_the_window_sees_it", () => {
    const selection = new Selection();
    const before = selection.keys;
    selection.toggle(1);
    expect(selection.keys).not.toBe(before);
    expect(before.size, "what was handed out does not change").toBe(0);
  });

  it("lets_go_of_items_that_left_the_library", () => {
    const selection = new Selection();
    selection.set([1, 2, 3]);
    selection.keepOnly((key) => key !== 2);
    expect([...selection.keys]).toEqual([1, 3]);
  });
});
