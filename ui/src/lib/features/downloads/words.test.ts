import { expect, test } from "vitest";
import type { DownloadForecast, DownloadView } from "../../ipc/bindings";
import { cameWords, costWords, endWords, partOf, placeOf, stepWords } from "./words";

const download: DownloadView = {
  id: 1,
  connection: 1,
  title: "Album “Summer”",
  folder: "/home/mara/Pictures/",
  zip: null,
  state: "fetching",
  message: null,
  job: null,
  items: 40,
  left: 10,
  copies: 20,
  originals: 1,
  there: 9,
  moved: 0,
  failed: 0,
  leftOut: 0,
  bytes: 34_000_000,
  madeMs: 0,
  endedMs: null,
};

test("what came is told by where it came from", () => {
  expect(cameWords(download)).toBe("1 original, 20 copies, 34.0 MB · 9 there already");
  expect(cameWords({ ...download, copies: 0, originals: 0, there: 0, moved: 3 })).toBe("3 moved");
  expect(cameWords({ ...download, copies: 0, originals: 0, there: 0 })).toBe("Nothing came");
});

test("how far it is counts what was there, and nothing while it is listed", () => {
  expect(partOf(download)).toBe(0.75);
  expect(partOf({ ...download, state: "listing" })).toBe(null);
  expect(stepWords({ ...download, state: "paused" })).toBe("Paused at 30 of 40");
});

test("an end with something missing is no plain end", () => {
  expect(endWords({ ...download, state: "done" }).chip).toBe("Done");
  expect(endWords({ ...download, state: "done", failed: 1, leftOut: 1 }).chip).toBe("2 did not come");
});

test("an archive is named within its folder", () => {
  expect(placeOf({ ...download, zip: "Summer.zip" })).toBe("/home/mara/Pictures/Summer.zip");
});

const forecast: DownloadForecast = {
  items: 10,
  there: 0,
  originals: 0,
  originalBytes: 0,
  copies: 10,
  processing: 0,
  lost: 0,
  loadsLeft: 73_000,
  loadsADay: 75_000,
  days: 1,
};

test("what it costs of Google's day is said, and on how many days it comes", () => {
  expect(costWords(forecast)).toBe("10 copies of the 75,000 that Google allows a day. All of it can come today.");
  const large = { ...forecast, copies: 100_000, days: 2 };
  expect(costWords(large)).toContain("73,000 are left today. It goes on by itself and takes 2 days.");
  expect(costWords({ ...forecast, copies: 0 })).toBe(null);
});
