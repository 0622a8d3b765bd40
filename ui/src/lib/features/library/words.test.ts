import { describe, expect, it } from "vitest";

import type { LibraryFacts } from "../../ipc/bindings";
import { comparedWords, limitValue, lookedWords } from "./words";

const NOW = Date.UTC(2026, 5, 14, 12);
const FACTS: LibraryFacts = {
  items: 10,
  missing: 0,
  lookedMs: NOW - 4 * 60_000,
  comparedMs: null,
  comparingPercent: null,
  indexBytes: 1,
  picturesBytes: 1,
};

describe("what is said of the library", () => {
  it("tells_when_google_was_looked_at", () => {
    expect(lookedWords(FACTS, NOW)).toBe("Looked for new items 4 minutes ago.");
    expect(lookedWords({ ...FACTS, lookedMs: null }, NOW)).toBe("Not looked at yet.");
  });

  it("tells_how_far_a_comparison_is_before_when_the_last_one_was", () => {
    expect(comparedWords(FACTS, NOW)).toContain("Never");
    expect(comparedWords({ ...FACTS, comparedMs: NOW - 26 * 3_600_000 }, NOW)).toBe("Compared in full a day ago.");
    expect(comparedWords({ ...FACTS, comparedMs: 1, comparingPercent: 40 }, NOW)).toContain("40 percent");
  });

  it("shows_any_limit_as_the_choice_that_holds_it", () => {
    expect(limitValue(1_000_000_000)).toBe("1000000000");
    expect(limitValue(1_500_000_000)).toBe("2000000000");
    expect(limitValue(900_000_000_000), "the largest there is").toBe("50000000000");
  });
});
