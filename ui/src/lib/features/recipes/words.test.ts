import { expect, it } from "vitest";
import {
  argsOf,
  bytesOf,
  clockOf,
  EXAMPLES,
  megabytes,
  minuteOf,
  offers,
  STEPS,
  usualStep,
  usualWhen,
  WHENS,
} from "./words";

it("a time is read as it is written", () => {
  for (const minute of [0, 5, 719, 1439]) expect(minuteOf(clockOf(minute))).toBe(minute);
  for (const none of ["", "24:00", "12:60", "noon"]) expect(minuteOf(none)).toBeNull();
});

it("a size is read in megabytes, with a point or a comma", () => {
  expect(bytesOf("2.5")).toBe(2_500_000);
  expect(bytesOf("2,5")).toBe(2_500_000);
  expect([bytesOf(""), bytesOf("much"), bytesOf("-1")]).toEqual([null, null, null]);
  expect(bytesOf(megabytes(3_000_000))).toBe(3_000_000);
});

it("nothing is offered that has nothing to work on", () => {
  const file = usualWhen("fileAppears");
  expect(offers(file, [])).not.toContain("addToAlbum");
  expect(offers(file, [usualStep("upload")])).toContain("addToAlbum");
  expect(offers(usualWhen("newItem"), [])).not.toContain("upload");
  expect(offers({ kind: "everyDay", minute: 0, each: false }, [])).toEqual(["notify", "run", "call"]);
});

it("every start and every step has its words, and examples are made of what fits", () => {
  for (const { kind } of WHENS) expect(usualWhen(kind).kind).toBe(kind);
  for (const kind of Object.keys(STEPS) as (keyof typeof STEPS)[]) expect(usualStep(kind).kind).toBe(kind);
  for (const { spec } of EXAMPLES) {
    const { when, then } = spec();
    then.forEach((step, at) => expect(offers(when, then.slice(0, at))).toContain(step.kind));
  }
});

it("what a program is given is one thing a line", () => {
  expect(argsOf("")).toEqual([]);
  expect(argsOf("-r\na b")).toEqual(["-r", "a b"]);
});
