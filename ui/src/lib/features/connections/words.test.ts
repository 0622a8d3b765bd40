import { expect, it } from "vitest";
import type { ConnectionView } from "../../ipc/bindings";
import {
  bannerWords,
  clientTail,
  healthWords,
  loadsAreLow,
  loadsWords,
  madeWords,
  quotaWords,
  stopsWords,
} from "./words";

const connection = (change: Partial<ConnectionView>): ConnectionView => ({
  key: 1,
  name: "Mara",
  email: "",
  accountName: "",
  clientId: "",
  hasPicture: false,
  isSample: false,
  health: "connected",
  missing: [],
  sharingLane: "unknown",
  quota: {
    requests: 0,
    projectRequests: 0,
    limit: 10_000,
    reserve: 200,
    projectLoads: 0,
    loadsLimit: 75_000,
    loadsReserve: 2_000,
    resetsMs: 0,
  },
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
  const quota = {
    requests: 100,
    projectRequests: 2140,
    limit: 10_000,
    reserve: 200,
    projectLoads: 0,
    loadsLimit: 75_000,
    loadsReserve: 2_000,
    resetsMs,
  };
  expect(quotaWords(quota), "Google counts by project").toBe("2,140 of 10,000 requests today");
  expect(quotaWords({ ...quota, projectRequests: 10_000 })).toBe("10,000 used, back at 09:00");
});

it("loads of bytes are told once there were any, and when they are used up", () => {
  const { quota } = connection({});
  const resetsMs = new Date(2026, 5, 14, 9, 0).getTime();
  expect(loadsWords(quota)).toBe(null);
  expect(loadsWords({ ...quota, projectLoads: 1248 })).toBe("1,248 of 75,000 loads today");
  expect([59_999, 60_000].map((projectLoads) => loadsAreLow({ ...quota, projectLoads }))).toEqual([false, true]);
  expect(loadsWords({ ...quota, projectLoads: 75_000, resetsMs })).toBe("75,000 loads used, back at 09:00");
});

it("what was made is counted, and what there is none of left out", () => {
  expect(madeWords({ items: 1204, albums: 12, links: 1 })).toBe("1,204 items, 12 albums and 1 link");
  expect(madeWords({ items: 1, albums: 0, links: 0 })).toBe("1 item");
  expect(madeWords({ items: 0, albums: 0, links: 0 })).toBe("nothing yet");
});

it("clients are told apart by their ends", () => {
  expect(clientTail("581204937716-a1b3mensample.apps.googleusercontent.com")).toBe("…ensample");
  expect(clientTail("1-a.apps.googleusercontent.com")).toBe("1-a");
  expect(clientTail("something else"), "what is no client id is shown as it is").toBe("something else");
});

it("what else stops is said for both choices, and who Google signs out along with it", () => {
  const view = { made: { items: 0, albums: 0, links: 0 }, waitingFiles: 0, waitingBytes: 0 };
  expect(stopsWords({ ...view, folders: 0, alsoSignedOut: [] }, false)).toEqual([]);
  const both = { ...view, folders: 2, alsoSignedOut: ["Second"] };
  expect(stopsWords(both, true)[0]).toBe("2 watched folders: what is new in them waits in the queue.");
  expect(stopsWords(both, false)[0]).toContain("watched no more");
  expect(stopsWords(both, false)[1]).toContain("“Second”");
});

it("who signed out is asked for nothing but told how to go on", () => {
  const out = connection({ health: "signedOut" });
  expect(healthWords(out)).toEqual({ dot: "none", word: "Signed out" });
  expect(bannerWords(out, 3)?.act).toBe("signIn");
});
