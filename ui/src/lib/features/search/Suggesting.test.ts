import { expect, it, vi } from "vitest";

import type { SearchSuggestion } from "../../ipc/bindings";
import type { SearchStore } from "./SearchStore.svelte";
import { Suggesting } from "./Suggesting.svelte";

it("offers_of_an_older_text_cannot_be_taken", async () => {
  vi.useFakeTimers();
  const asked: ((found: SearchSuggestion[]) => void)[] = [];
  const suggest = (): Promise<SearchSuggestion[]> => new Promise((tell) => asked.push(tell));
  const list = new Suggesting({ suggest, recent: { texts: [] } } as unknown as SearchStore);
  const offer = (text: string): SearchSuggestion => ({ kind: "album", label: text, detail: null, text });
  const answer = async (text: string): Promise<void> => {
    asked.pop()?.([offer(text)]);
    await vi.runAllTimersAsync();
  };

  list.show("lo", 2);
  await vi.runAllTimersAsync();
  await answer("album:lofoten");
  list.move(1);
  expect(list.current?.text).toBe("album:lofoten");

  list.show("lob", 3);
  list.move(1);
  expect(list.current, "the answer to what is typed now is not here").toBeUndefined();
  await vi.runAllTimersAsync();
  await answer("album:lobster");
  list.move(1);
  expect(list.current?.text).toBe("album:lobster");
  vi.useRealTimers();
});
