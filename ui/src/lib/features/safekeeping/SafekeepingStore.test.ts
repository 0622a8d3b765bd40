import { expect, test } from "vitest";
import type { SafekeepingFile, SafekeepingFilter } from "../../ipc/bindings";
import { FakeBackend } from "../../platform/fake";
import { sceneOf } from "../../platform/fake/scene";
import { SafekeepingStore } from "./SafekeepingStore.svelte";

const FOLDER = "/home/mara/Pictures";

async function opened(names: string) {
  const backend = new FakeBackend(sceneOf(`?fake=${names}`));
  const store = new SafekeepingStore(backend);
  await store.read(1);
  await store.show();
  return { backend, store };
}

test("the only report opens by itself, and several are chosen from", async () => {
  const { store } = await opened("safe");
  expect(store.open?.folder).toBe(FOLDER);
  const several = (await opened("safe-several")).store;
  expect(several.open).toBe(null);
  several.choose(FOLDER);
  await several.show();
  expect(several.open?.folder).toBe(FOLDER);
  expect(several.branches.map(({ name }) => name)).toEqual(["2025", "2026", "Scans"]);
});

test("going into a folder shows what lies right in it", async () => {
  const { store } = await opened("safe");
  expect(store.total, "seven files lie in the folder itself").toBe(7);
  store.enter("2026/Lofoten");
  await store.show();
  expect([store.total, store.branches.map(({ name }) => name)]).toEqual([81, ["From Tomas"]]);
});

test("who narrows sees files wherever they lie, and who stops sees folders again", async () => {
  const { store } = await opened("safe");
  store.enter("2026/Lofoten");
  store.toggle("absent");
  expect(store.shape).toBe("files");
  await store.show();
  expect([store.total, store.branches.length]).toEqual([11, 0]);
  store.toggle("changed");
  await store.show();
  expect(store.total, "two states are shown together").toBe(13);
  store.toggle("absent");
  store.toggle("changed");
  expect([store.shape, store.filtered]).toEqual(["folders", false]);
});

test("what could be deleted is what was seen, and no other filter beside it", async () => {
  const { store } = await opened("safe");
  store.toggle("absent");
  store.toggleDeletable();
  expect(store.filter).toEqual({ states: ["seen"], words: "" } satisfies SafekeepingFilter);
  store.toggle("absent");
  expect([store.deletable, store.filter.states]).toEqual([false, ["absent"]]);
});

test("an answer to an older question is not shown", async () => {
  const { store } = await opened("safe");
  store.toggle("absent");
  const first = store.show();
  store.toggle("absent");
  store.toggle("notFound");
  await Promise.all([first, store.show()]);
  expect(store.total).toBe(2);
});

test("rows come in pieces, and only of the list that is shown", async () => {
  const { store } = await opened("safe-large");
  store.shape = "files";
  await store.show();
  expect(store.total).toBe(20_000);
  await store.look([{ list: store.list, from: 15_000, until: 15_020 }]);
  expect(store.row(15_010)?.path).toMatch(/^20/);
  expect(store.row(0), "what is out of sight is not held").toBe(undefined);
  await store.look([{ list: "files of before", from: 0, until: 20 }]);
  expect(store.row(0)).toBe(undefined);
});

test("what is selected gets truer when Google was asked", async () => {
  const { backend, store } = await opened("safe");
  store.enter("2026/Bergen, rain and lights");
  await store.show();
  await store.look([{ list: store.list, from: 90, until: 102 }]);
  store.select(store.row(96) as SafekeepingFile, 96);
  expect(store.selected?.state).toBe("unseen");
  backend.keepAs(FOLDER, "unseen", "seen");
  await store.read(1);
  expect(store.selected?.state).toBe("seen");
});

test("paths of few files are told, and those of many are not", async () => {
  const { store } = await opened("safe");
  expect(await store.paths("absent")).toHaveLength(11);
  expect(await store.paths("seen", 100)).toBe(null);
});

test("another account has reports of its own", async () => {
  const { store } = await opened("safe");
  store.forget();
  expect([store.open, store.known, store.total]).toEqual([null, false, 0]);
});
