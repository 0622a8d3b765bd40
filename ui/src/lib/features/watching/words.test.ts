import { describe, expect, it } from "vitest";

import type { WatchingView } from "../../ipc/bindings";
import { costWords, lookWords, timeValue } from "./words";

const NOW = Date.UTC(2026, 10, 30, 12);
const VIEW: WatchingView = {
  connection: 1,
  settings: { everyS: 900, since: { kind: "now" }, own: false, notices: true },
  lookedMs: NOW - 4 * 60_000,
  nextMs: NOW + 9 * 60_000,
  held: null,
  items: 0,
  unseen: 0,
  newest: 0,
};
const said = (change: Partial<WatchingView>) => lookWords({ ...VIEW, ...change }, () => "09:00", 0, NOW);

describe("what is said of watching", () => {
  it("tells_when_it_looked_and_when_it_looks_again", () => {
    expect(said({})).toBe("Albumen looked 4 minutes ago and looks again in 9 min.");
    expect(said({ nextMs: NOW - 5 })).toBe("Albumen looked 4 minutes ago and is about to look again.");
    expect(said({ nextMs: null })).toBe("Albumen looked 4 minutes ago.");
    expect(said({ lookedMs: null })).toBe("Not looked at yet.");
  });

  it("says_why_it_does_not_look", () => {
    expect(said({ held: "offline" })).toContain("when it answers");
    expect(said({ held: "quotaSpent" })).toContain("again at 09:00");
    expect(said({ held: "signInNeeded", lookedMs: null })).toBe(
      "Not looked at yet. It looks again when you have signed in.",
    );
  });

  it("names_the_cost_and_finds_the_choice", () => {
    expect(costWords(900)).toContain("96 requests of the 10,000");
    expect(costWords(86_400)).toContain("one request of");
    expect(timeValue(900)).toBe("900");
    expect(timeValue(1000), "set on the command line").toBe("900");
    expect(timeValue(1)).toBe("300");
  });
});
