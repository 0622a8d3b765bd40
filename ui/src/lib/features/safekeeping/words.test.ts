import { expect, test } from "vitest";
import type { FileKeeping, KeepingSums, SafekeepingHead } from "../../ipc/bindings";
import { BY_NEED } from "./tree";
import { answer, askWords, deletableWords, freedWords, isNamed, rest, SHOWN, shares, workWords } from "./words";

function head(files: Partial<Record<FileKeeping, number>>): SafekeepingHead {
  const byState = Object.fromEntries(
    BY_NEED.map((state) => [state, { files: files[state] ?? 0, bytes: (files[state] ?? 0) * 2_000_000 }]),
  ) as KeepingSums;
  const all = Object.values(files).reduce((sum, one) => sum + one, 0);
  return {
    connection: 1,
    folder: "/p",
    shownFolder: "/p",
    checkedMs: 0,
    files: all,
    bytes: all * 2_000_000,
    byState,
    deletableFiles: byState.seen.files,
    deletableBytes: byState.seen.bytes,
    requestsToAsk: 0,
  };
}

test("the first sentence answers the question, whatever the numbers", () => {
  expect(answer(head({ seen: 412, absent: 18 }))).toBe("412 of 430 photos and videos are in Google Photos.");
  expect(answer(head({ seen: 430, other: 9 }))).toBe("All 430 photos and videos are in Google Photos.");
  expect(answer(head({ unseen: 3 }))).toBe("None of the 3 photos and videos was seen in Google Photos.");
  expect(answer(head({ seen: 1 }))).toBe("The one file is in Google Photos.");
  expect(answer(head({ absent: 1 }))).toBe("The one file was not seen in Google Photos.");
  expect(answer(head({ seen: 1, absent: 2 }))).toBe("1 of 3 photos and videos is in Google Photos.");
  expect(answer(head({ other: 4 }))).toBe("There are no photos or videos in this folder.");
});

test("what is not there is told apart from what is not known", () => {
  expect(rest(head({ seen: 400, absent: 8, changed: 2, notFound: 1, unseen: 5, waiting: 1, unreadable: 2 }))).toBe(
    "11 are not, as far as Albumen knows; 5 were sent but not seen since; 1 waits in the queue; 2 could not be read.",
  );
  expect(rest(head({ seen: 3, absent: 1 }))).toBe("1 is not, as far as Albumen knows.");
  expect(rest(head({ seen: 3, other: 1 }))).toBe("Google Photos does not take 1 other file.");
  expect(rest(head({ seen: 3 })), "where all is well there is no more to say").toBe("");
});

test("only what was seen could be freed", () => {
  expect(freedWords(head({ seen: 2, unseen: 90 }))).toBe("4.0 MB could be freed.");
  expect(deletableWords(head({ seen: 2, unseen: 90 }))).toBe("What could be deleted (4.0 MB)");
  expect(deletableWords(head({ unseen: 90 }))).toBe(null);
  expect(freedWords(head({ unseen: 90, notFound: 1 }))).toBe(null);
});

test("every state has its place in the counts and in the order of need", () => {
  expect([...SHOWN].sort()).toEqual([...BY_NEED].sort());
});

test("the bar shows every photo once, and no other file", () => {
  const files = { seen: 1, unseen: 2, waiting: 3, absent: 4, changed: 5, notFound: 6, unreadable: 7, other: 8 };
  expect(shares(head(files).byState).map(({ of, files }) => [of, files])).toEqual([
    ["kept", 1],
    ["open", 5],
    ["not", 22],
  ]);
});

test("work says how far it is, and requests are counted", () => {
  const job = { id: 1, kind: "safekeeping", state: "running", undo: false } as const;
  expect(workWords({ asks: false, job: null })).toBe("Looking through folders");
  expect(workWords({ asks: false, job: { ...job, done: 0, total: null, note: "812 files found" } })).toBe(
    "812 files found",
  );
  expect(workWords({ asks: false, job: { ...job, done: 1250, total: 4000, note: null } })).toBe("1,250 of 4,000 files");
  expect(askWords(1)).toBe("Ask Google (1 request)");
});

test("a name with bytes that are no text is not handed on", () => {
  expect(isNamed({ path: "2025/a b.jpg" })).toBe(true);
  expect(isNamed({ path: "2025/a\\xFFb.jpg" })).toBe(false);
});
