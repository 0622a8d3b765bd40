import { expect, it } from "vitest";
import type { LinkView } from "../ipc/bindings";
import { checkedWords, linkTitle, mayBeLink } from "./link";

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;
const link = (part: Partial<LinkView>): LinkView => ({
  key: 1,
  album: 1,
  title: "Lakes",
  cover: null,
  url: "https://photos.app.goo.gl/abc",
  lane: "browser",
  state: "alive",
  collaborative: false,
  commentable: false,
  madeMs: NOW,
  checkedMs: NOW - 5 * MINUTE,
  aliveMs: NOW - 5 * MINUTE,
  triedMs: NOW - 5 * MINUTE,
  ...part,
});

it("says what the last looks said", () => {
  expect(checkedWords(link({}), NOW)).toBe("checked 5 minutes ago");
  expect(checkedWords(link({ triedMs: NOW - 2 * MINUTE }), NOW)).toBe("gave no answer 2 minutes ago");
  const dead = { state: "dead", aliveMs: NOW - 3 * 24 * 60 * MINUTE } as const;
  expect(checkedWords(link(dead), NOW)).toBe("last worked 3 days ago");
  expect(checkedWords(link({ ...dead, aliveMs: null }), NOW)).toBe("checked 5 minutes ago");
  const fresh = { state: "unknown", checkedMs: null, aliveMs: null } as const;
  expect(checkedWords(link({ ...fresh, triedMs: null }), NOW)).toBe("never checked");
  expect(checkedWords(link({ ...fresh, triedMs: NOW }), NOW)).toBe("gave no answer just now");
});

it("names an album without a title", () => {
  expect(linkTitle(link({ title: "" }))).toBe("Untitled album");
});

it("lets through nothing but what may be a share link", () => {
  expect(mayBeLink(" https://photos.app.goo.gl/abc\n")).toBe(true);
  expect(mayBeLink("https://photos.google.com/share/AF1Qip?key=k")).toBe(true);
  expect(mayBeLink("http://127.0.0.1:8085/share/abc?key=k")).toBe(true);
  for (const text of [
    "",
    "correct horse battery staple",
    "https://example.com/share/abc",
    "https://photos.app.goo.gl.example.com/abc",
    "https://photos.google.com@example.com/share/abc",
    "javascript:alert(1)",
    "https://photos.app.goo.gl/abc and more",
    `https://photos.app.goo.gl/${"a".repeat(600)}`,
  ])
    expect(mayBeLink(text), text).toBe(false);
});
