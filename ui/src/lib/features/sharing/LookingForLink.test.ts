import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FoundLink } from "../../ipc/bindings";
import { LookingForLink } from "./LookingForLink.svelte";

const LINK: FoundLink = { url: "https://photos.app.goo.gl/abc", knownAs: null };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", vi.fn());
  vi.stubGlobal("removeEventListener", vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("looks at once, every second, and not after the way back was called", async () => {
  const look = vi.fn(async () => null);
  const stop = new LookingForLink(look).start();
  await vi.advanceTimersByTimeAsync(0);
  expect(look).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(look).toHaveBeenCalledTimes(3);
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(3);
});

it("offers a link, and not again once it was refused", async () => {
  let there: FoundLink | null = LINK;
  const looking = new LookingForLink(async () => there);
  const stop = looking.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(looking.found).toEqual(LINK);
  looking.refuse();
  await vi.advanceTimersByTimeAsync(3000);
  expect(looking.found).toBeNull();
  there = { ...LINK, url: "https://photos.app.goo.gl/def" };
  await vi.advanceTimersByTimeAsync(1000);
  expect(looking.found?.url).toBe("https://photos.app.goo.gl/def");
  there = null;
  await vi.advanceTimersByTimeAsync(1000);
  expect(looking.found, "what is not there any more is not offered").toBeNull();
  stop();
});

it("an answer that comes late changes nothing, and a refused look is tried again", async () => {
  let answer: (found: FoundLink | null) => void = () => {};
  const late = new LookingForLink(() => new Promise((resolve) => (answer = resolve)));
  late.start()();
  answer(LINK);
  await vi.advanceTimersByTimeAsync(0);
  expect(late.found).toBeNull();
  const look = vi.fn<() => Promise<FoundLink | null>>().mockRejectedValueOnce("no").mockResolvedValue(LINK);
  const looking = new LookingForLink(look);
  const stop = looking.start();
  await vi.advanceTimersByTimeAsync(1000);
  expect(looking.found).toEqual(LINK);
  stop();
});
