import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fit, ranked } from "./fuzzy";

const best = (typed: string, labels: readonly string[]): string | undefined =>
  ranked(typed, labels, (label) => [label], 10)[0];

describe("finding by a few letters", () => {
  it("prefers_the_beginning_of_a_label_then_of_a_word", () => {
    expect(best("al", ["Select all", "Albums", "Journal"])).toBe("Albums");
    expect(best("all", ["Install", "Select all"])).toBe("Select all");
  });

  it("finds_words_in_any_order_and_letters_in_order", () => {
    expect(fit("album add", "Add to album")).toBeGreaterThan(0);
    expect(fit("ata", "Add to album"), "the first letters of its words").toBeGreaterThan(0);
    expect(fit("xq", "Add to album")).toBe(0);
  });

  it("does_not_mind_accents_and_case", () => {
    expect(fit("facades", "Old town façades")).toBeGreaterThan(0);
    expect(fit("VAEROY", "Ferry to vaerøy"), "ø is a letter of its own").toBe(0);
  });

  it("fits_every_label_to_itself_and_to_nothing_typed", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (label) => {
        expect(fit(label, label)).toBeGreaterThan(0);
        expect(fit("", label)).toBeGreaterThan(0);
      }),
    );
  });
});
