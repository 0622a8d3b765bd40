import { expect, it } from "vitest";
import type { UploadRow, UploadsView } from "../../ipc/bindings";
import { beyond, headWords, nextTitle, paceWords, rests, rowWords, sectionWords, stateWords } from "./words";

const totals = {
  files: 15,
  done: 4,
  alreadyThere: 0,
  failed: 0,
  leftOut: 0,
  cancelled: 0,
  left: 11,
  bytes: 170e6,
  sentBytes: 62e6,
  bytesPerS: 4.2e6,
  leftMs: null,
};
const view = (state: UploadsView["state"], change: Partial<UploadsView["totals"]> = {}): UploadsView => ({
  sections: [],
  totals: { ...totals, ...change },
  state,
  quota: null,
  fullAlbums: [],
});
const row = (change: Partial<UploadRow>): UploadRow => ({
  key: 1,
  fileName: "a.jpg",
  sizeBytes: 10e6,
  sentBytes: 0,
  stage: "waiting",
  reason: null,
  folder: "Pictures",
  canRetry: false,
  retryAtMs: null,
  album: null,
  albumTitle: null,
  item: null,
  ...change,
});

it("asleep says until when, in local time, and how long that is", () => {
  const now = new Date(2026, 5, 14, 1, 38).getTime();
  const until = new Date(2026, 5, 14, 9, 0).getTime();
  const words = stateWords(view({ kind: "waiting", cause: "quotaSpent", message: "…", untilMs: until }), now);
  expect(words.title).toBe("Asleep until 09:00, in 7 h 22 min");
});

it.each([
  ["storageFull", "goOn"],
  ["signInNeeded", "signIn"],
  ["consentMissing", "allow"],
  ["offline", null],
  ["albumFull", null],
  ["scheduled", "settings"],
  ["metered", "settings"],
  ["onBattery", "settings"],
  ["diskGone", null],
] as const)("waiting for %s offers %s", (cause, remedy) => {
  expect(stateWords(view({ kind: "waiting", cause, message: "m", untilMs: null }), 0).remedy).toBe(remedy);
});

it("is never done while something failed", () => {
  expect(stateWords(view({ kind: "idle" }, { left: 0, failed: 3 }), 0).title).toBe("3 files did not go up");
  expect(stateWords(view({ kind: "idle" }, { left: 0, done: 15 }), 0).title).toBe("All done");
});

it("what was left out is no failure", () => {
  const over = view({ kind: "idle" }, { left: 0, done: 14, leftOut: 1 });
  expect(stateWords(over, 0)).toMatchObject({ tone: "good", title: "All done" });
  expect(stateWords(over, 0).line).toContain("1 file was left out");
  expect(rowWords(row({ stage: "leftOut" })).tone).toBe("neutral");
});

it("says how much, how fast and how long", () => {
  expect(paceWords(totals, 26_000)).toBe("62.0 MB of 170 MB, 4.2 MB a second, about 26 seconds left");
  expect(paceWords({ ...totals, bytesPerS: 0 }, null)).toBe("62.0 MB of 170 MB");
  expect(paceWords(totals, 26_000, true), "what rests has no speed").toBe("62.0 MB of 170 MB");
  expect(paceWords({ ...totals, left: 0 }, null), "nothing moves any more").toBe("62.0 MB");
});

it("a file of no bytes does not divide by them", () => {
  expect(rowWords(row({ stage: "sending", sizeBytes: 0 })).chip).toBe("0 %");
});

it("while the queue rests no row says that it moves", () => {
  const sending = row({ stage: "sending", sentBytes: 6_200_000, albumTitle: "Lofoten" });
  expect(rowWords(sending, true)).toMatchObject({
    tone: "neutral",
    chip: "Rests",
    line: "6.2 MB of 10.0 MB sent, into “Lofoten”",
  });
  expect(rowWords(row({ stage: "hashing" }), true)).toMatchObject({ chip: "Rests", line: "10.0 MB" });
  expect(rowWords(row({ stage: "creating" }), true)).toMatchObject({ chip: "Rests", line: "10.0 MB sent" });
  expect(rowWords(row({ stage: "done" }), true).chip, "what is over stays what it is").toBe("Done");
  expect(sectionWords({ kind: "underWay", files: 3 }, true)).toBe("3 begun");
  expect(rests(view({ kind: "paused" }))).toBe(true);
  expect(rests(view({ kind: "running" }))).toBe(false);
});

it("a section whose files have a reason in common is headed by it", () => {
  const section = { kind: "failed" as const, reason: "damaged", files: 2, bytes: 2, canRetry: true };
  const said = "Google could not read this file. It stays on your computer. Export it again, then retry.";
  expect(headWords({ ...section, words: said })).toEqual({
    title: "Google could not read this file",
    line: "It stays on your computer. Export it again, then retry.",
  });
  expect(headWords({ ...section, words: null })).toEqual({ title: "2 failed", line: null });
});

it("a waiting file names the time it goes on by itself", () => {
  const at = new Date(2026, 5, 14, 9, 0).getTime();
  expect(rowWords(row({ retryAtMs: at }))).toMatchObject({ tone: "warn", chip: "09:00" });
});

it("cancelled before anything went up says that nothing was sent", () => {
  const over = view({ kind: "idle" }, { left: 0, done: 0, cancelled: 15 });
  expect(stateWords(over, 0)).toMatchObject({ tone: "quiet", title: "Cancelled" });
});

it.each([
  ["Lofoten", "Lofoten (2)"],
  ["Lofoten (2)", "Lofoten (3)"],
  ["Trip (2024)", "Trip (2024) (2)"],
])("after %s comes %s", (title, next) => expect(nextTitle(title)).toBe(next));

it("does not say the title twice", () => {
  expect(beyond("No network", "No network. The queue is kept.")).toBe("The queue is kept.");
  expect(beyond("Asleep", "Asleep until 09:00. Google allows 10,000.")).toBe("Google allows 10,000.");
  expect(beyond("The album is full", "The album is full: Google allows 20,000.")).toBe("Google allows 20,000.");
  expect(beyond("No network", "Something else.")).toBe("Something else.");
});
