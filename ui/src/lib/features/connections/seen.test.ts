import { expect, it } from "vitest";
import type { ConnectionView } from "../../ipc/bindings";
import { facts } from "./seen";
import { bannerWords, emptyWords, healthWords } from "./words";

const connection = (change: Partial<ConnectionView>): ConnectionView => ({
  key: 1,
  name: "Mara",
  email: "mara@example.com",
  accountName: "",
  clientId: "481516234200-9f2tk3f9.apps.googleusercontent.com",
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
  syncedMs: 1,
  syncing: false,
  ...change,
});
const counts = (items: number, albums: number) => ({ items, albums, links: 0, uploads: 0, unseen: 0 });
const client = { clientId: "481516234200-9f2tk3f9.apps.googleusercontent.com", isDesktop: true };
const base = { connection: connection({}), client, counts: counts(1204, 1), arriving: false, sample: null } as const;

it("says which client is used, how much is listed and why nothing else is", () => {
  const [own, listed, permissions] = facts(base);
  expect(own?.line).toContain("Desktop app …9f2tk3f9, of project 481516234200");
  expect(listed?.heading).toBe("1,204 items and 1 album");
  expect(listed?.line).toContain("31 March 2025");
  expect(permissions?.heading).toBe("All four permissions are given");
});

it("nothing is said of a client that is not read yet", () => {
  expect(facts({ ...base, client: null }).map(({ kind }) => kind)).toEqual(["listed", "permissions"]);
});

it("an empty library has its reason", () => {
  const listed = (change: Partial<Parameters<typeof facts>[0]>) =>
    facts({ ...base, counts: counts(0, 0), ...change }).find(({ kind }) => kind === "listed");
  expect(listed({})?.line).toContain("has added nothing so far");
  expect(listed({ arriving: true })?.heading).toBe("0 items and 0 albums so far");
  const unread = listed({ connection: connection({ missing: ["read"] }) });
  expect([unread?.good, unread?.heading]).toEqual([false, "Nothing is listed"]);
});

it("permissions that were left out are not called given", () => {
  const kinds = facts({ ...base, connection: connection({ missing: ["pick"] }) }).map(({ kind }) => kind);
  expect(kinds).not.toContain("permissions");
});

it("the accounts of the sample library say by which rules they go", () => {
  const of = (sample: "legacy" | "today") =>
    facts({ ...base, connection: connection({ isSample: true }), sample }).at(-1)?.heading;
  expect(of("legacy")).toContain("before 31 March 2025");
  expect(of("today")).toContain("today’s rules");
});

it("an empty page says why it is empty", () => {
  expect(emptyWords(connection({}), "photos").heading).toBe("Nothing here yet");
  expect(emptyWords(connection({}), "albums").heading).toBe("No albums yet");
  expect(emptyWords(connection({ missing: ["read"] }), "photos").line).toContain("not given");
  expect(emptyWords(connection({ health: "apiOff" }), "albums").line).toContain("switched off");
  expect(emptyWords(null, "photos").heading).toBe("Nothing here yet");
});

it("an API that is switched off is said, with the way to switch it on", () => {
  const off = connection({ health: "apiOff" });
  expect(healthWords(off).word).toBe("API switched off");
  expect(bannerWords(off, 3)?.act).toBe("enableApi");
});
