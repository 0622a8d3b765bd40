import { expect, test } from "vitest";
import type { SafekeepingFolder } from "../../ipc/bindings";
import { branches, joined, nameOf, trail, without } from "./tree";

const folder = (path: string, files: number, kept: number, worst: SafekeepingFolder["worst"]): SafekeepingFolder => ({
  path,
  files,
  bytes: files * 100,
  kept,
  deletableBytes: kept * 100,
  worst,
});

const ALL = [
  folder("", 3, 3, "seen"),
  folder("2025", 2, 2, "seen"),
  folder("2025/June", 4, 3, "changed"),
  folder("2025/June/raw", 1, 0, "absent"),
  folder("2025 copies", 5, 5, "seen"),
];

test("a folder counts what lies anywhere below it, and shows what needs a look first", () => {
  expect(branches(ALL, "").map(({ name, files, kept, worst }) => [name, files, kept, worst])).toEqual([
    ["2025", 7, 5, "absent"],
    ["2025 copies", 5, 5, "seen"],
  ]);
});

test("one level down only its own folders are there", () => {
  expect(branches(ALL, "2025").map(({ path, files }) => [path, files])).toEqual([["2025/June", 5]]);
  expect(branches(ALL, "2025/June").map(({ path }) => path)).toEqual(["2025/June/raw"]);
  expect(branches(ALL, "2025/June/raw"), "a folder without folders has none").toEqual([]);
});

test("what is no photo does not count against a folder", () => {
  const [june] = without(
    [folder("June", 6, 4, "other")],
    [folder("June", 2, 0, "other"), folder("Notes", 1, 0, "other")],
  );
  expect([june?.files, june?.kept]).toEqual([4, 4]);
});

test("the way to a folder names each on it", () => {
  expect(trail("")).toEqual([]);
  expect(trail("2025/June")).toEqual([
    { name: "2025", path: "2025" },
    { name: "June", path: "2025/June" },
  ]);
  expect(trail("2025\\June").map(({ path }) => path)).toEqual(["2025", "2025\\June"]);
});

test("paths are put together as their system writes them", () => {
  expect(joined("/home/mara/Pictures", "2025/a.jpg")).toBe("/home/mara/Pictures/2025/a.jpg");
  expect(joined("/", "a.jpg")).toBe("/a.jpg");
  expect(joined("C:\\Pictures", "a.jpg")).toBe("C:\\Pictures\\a.jpg");
  expect(joined("/home/mara", "")).toBe("/home/mara");
  expect(nameOf("/home/mara/Pictures/")).toBe("Pictures");
});
