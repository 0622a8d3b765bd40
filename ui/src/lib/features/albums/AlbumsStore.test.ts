import { expect, it } from "vitest";
import type { AlbumView } from "../../ipc/bindings";
import { arranged } from "./AlbumsStore.svelte";

const album = (key: number, title: string, newestMs: number | null): AlbumView => ({
  key,
  title,
  items: 1,
  covers: [],
  firstDay: null,
  lastDay: null,
  writable: true,
  link: null,
  hasPage: true,
  newestMs,
});
const albums = [
  album(1, "Winter cabin", 5),
  album(2, "Old town façades", 9),
  album(3, "Day 10", 7),
  album(4, "Day 9", 1),
];
const keys = (found: AlbumView[]) => found.map((a) => a.key);

it("finds by every word, without minding marks and case", () => {
  expect(keys(arranged(albums, "FACADES old", "newest"))).toEqual([2]);
  expect(keys(arranged(albums, "cabin town", "newest")), "both words must be there").toEqual([]);
});

it("sorts by the newest photo, an empty new album first", () => {
  expect(keys(arranged([...albums, album(5, "New", null)], "", "newest"))).toEqual([5, 2, 3, 1, 4]);
});

it("sorts titles as people count: 9 before 10", () => {
  expect(keys(arranged(albums, "day", "title"))).toEqual([4, 3]);
});
