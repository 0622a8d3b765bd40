import { expect, it, vi } from "vitest";
import type { LinkView } from "../../ipc/bindings";
import { Sharing, type ShareActs } from "./Sharing.svelte";

const LINK: LinkView = {
  key: 1,
  album: 1,
  title: "Lakes",
  cover: null,
  url: "https://photos.app.goo.gl/abc",
  lane: "browser",
  state: "alive",
  collaborative: false,
  commentable: false,
  madeMs: 0,
  checkedMs: 0,
  aliveMs: 0,
  triedMs: 0,
};
const WISH = { collaborative: false, commentable: true };
const REFUSED = { code: "offline", message: "No network.", retryAfterS: null };

function acts(part: Partial<ShareActs>): ShareActs {
  return {
    share: async () => ({ kind: "inBrowser" }),
    unshare: async () => ({ kind: "inBrowser" }),
    keep: async () => LINK,
    check: async () => LINK,
    prove: async () => "dead",
    copy: async () => true,
    qr: async () => ({ side: 1, path: "" }),
    look: async () => null,
    ondrag: () => () => {},
    ...part,
  };
}

it("ends the same in both lanes: a link, and it is copied", async () => {
  const copy = vi.fn(async () => true);
  const api = new Sharing(acts({ copy, share: async () => ({ kind: "link", link: LINK }) }));
  await api.create(WISH);
  const browser = new Sharing(acts({ copy }));
  await browser.create(WISH);
  expect(browser.step).toBe("opened");
  expect(await browser.keep(LINK.url)).toBeNull();
  for (const one of [api, browser])
    expect([one.step, one.answered, one.copied, one.error]).toEqual(["rest", LINK, true, null]);
  expect(copy).toHaveBeenCalledTimes(2);
});

it("a link that is dead already is kept and not copied", async () => {
  const copy = vi.fn(async () => true);
  const sharing = new Sharing(acts({ copy, keep: async () => ({ ...LINK, state: "dead" }) }));
  await sharing.keep(LINK.url);
  expect(sharing.copied).toBe(false);
  expect(copy).not.toHaveBeenCalled();
});

it("stops at once, or with proof where only the person can stop it", async () => {
  const api = new Sharing(acts({ unshare: async () => ({ kind: "stopped" }) }));
  await api.stop();
  expect([api.step, api.answered]).toEqual(["rest", null]);
  const prove = vi.fn<ShareActs["prove"]>().mockResolvedValueOnce("stillAlive").mockResolvedValueOnce("dead");
  const browser = new Sharing(acts({ prove }));
  await browser.stop();
  expect([browser.step, browser.proof]).toEqual(["stop-opened", null]);
  await browser.prove(LINK);
  expect([browser.proof, browser.answered]).toEqual(["stillAlive", undefined]);
  await browser.prove(LINK);
  expect([browser.proof, browser.answered?.state]).toEqual(["dead", "dead"]);
});

it("a refusal is said and leaves everything as it was", async () => {
  const refuse = () => Promise.reject(REFUSED as unknown as Error);
  const sharing = new Sharing(acts({ share: refuse, keep: refuse }));
  await sharing.create(WISH);
  expect([sharing.step, sharing.error, sharing.busy]).toEqual(["rest", "No network.", false]);
  expect(await sharing.keep(LINK.url)).toBe("No network.");
  expect(sharing.answered).toBeUndefined();
});

it("begins with the proof where the page is open already", () => {
  expect(new Sharing(acts({}), true).step).toBe("stop-opened");
});
