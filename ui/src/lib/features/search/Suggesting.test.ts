import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SearchSuggestion } from "../../ipc/bindings";
import type { SearchStore } from "./SearchStore.svelte";
import { Suggesting } from "./Suggesting.svelte";

const asked: string[] = [];
const found = (label: string): SearchSuggestion => ({ kind: "word", label, detail: null, text: label });
const store = {
  recent: { texts: ["boats"] },
  suggest: async (text: string) => {
    asked.push(text);
    return [found(`${text} one`), found(`${text} two`)];
  },
} as unknown as SearchStore;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  asked.length = 0;
  vi.useRealTimers();
});

it("offers what was searched for before anything is typed, and asks nothing", () => {
  const list = new Suggesting(store);
  list.show("", 0);
  expect(list.offers[0]).toMatchObject({ label: "boats", recent: true });
  expect(asked).toEqual([]);
});

it("asks once for letters that are typed in one go", async () => {
  const list = new Suggesting(store);
  list.show("b", 1);
  list.show("bo", 2);
  await vi.runAllTimersAsync();
  expect(asked).toEqual(["bo"]);
});

it("an arrow pressed before the offers are here chooses among the right ones", async () => {
  const list = new Suggesting(store);
  list.show("", 0);
  list.show("bo", 2);
  list.move(1);
  expect(list.current, "an offer of the older text is not taken").toBeUndefined();
  await vi.runAllTimersAsync();
  expect(list.current?.label).toBe("bo one");
  list.move(1);
  list.move(1);
  expect(list.active, "after the last comes the field").toBe(-1);
});

it("the same text again is not asked for again", async () => {
  const list = new Suggesting(store);
  list.show("bo", 2);
  await vi.runAllTimersAsync();
  list.close();
  list.show("bo", 2);
  list.move(1);
  expect(list.current?.label).toBe("bo one");
  expect(asked).toEqual(["bo"]);
});

it("Enter pressed before the offers are here takes the one that the arrow went to", async () => {
  const list = new Suggesting(store);
  const taken: (string | undefined)[] = [];
  list.show("b", 1);
  await vi.runAllTimersAsync();
  list.show("bo", 2);
  list.move(1);
  list.choose((offer) => taken.push(offer?.label));
  expect(taken, "nothing of the older text is taken").toEqual([]);
  await vi.runAllTimersAsync();
  expect(taken).toEqual(["bo one"]);
  list.show("boa", 3);
  list.choose((offer) => taken.push(offer?.label));
  expect(taken.at(-1), "without an arrow it is the field's text").toBeUndefined();
  expect(taken).toHaveLength(2);
});
