import { expect, it } from "vitest";
import type { ConnectionView } from "../../ipc/bindings";
import { bannerWords, healthWords, quotaWords } from "./words";

const connection = (change: Partial<ConnectionView>): ConnectionView => ({
  key: 1,
  name: "Mara",
  email: "",
  accountName: "",
  hasPicture: false,
  isSample: false,
  health: "connected",
  missing: [],
  sharingLane: "unknown",
  quota: { requests: 0, projectRequests: 0, limit: 10_000, reserve: 200, resetsMs: 0 },
  syncedMs: null,
  syncing: false,
  ...change,
});

it("says nothing while all is well", () => {
  expect(bannerWords(connection({}), 12)).toBeNull();
});

it("a missing permission names the files that wait for it", () => {
  const missing = connection({ health: "consentMissing", missing: ["add"] });
  expect(bannerWords(missing, 26)?.text).toContain("The 26 files wait.");
  expect(bannerWords(missing, 1)?.text).toContain("The file waits.");
  expect(bannerWords(missing, 0)?.text).not.toContain("wait");
});

it("looking for new items is said only where the connection works", () => {
  expect(healthWords(connection({ syncing: true })).word).toBe("Looking for new items");
  expect(healthWords(connection({ syncing: true, health: "offline" })).word).toBe("Offline");
});

it("a spent day says when the next begins", () => {
  const resetsMs = new Date(2026, 5, 14, 9, 0).getTime();
  const quota = { requests: 100, projectRequests: 2140, limit: 10_000, reserve: 200, resetsMs };
  expect(quotaWords(quota), "Google counts by project").toBe("2,140 of 10,000 requests today");
  expect(quotaWords({ ...quota, projectRequests: 10_000 })).toBe("10,000 used, back at 09:00");
});
