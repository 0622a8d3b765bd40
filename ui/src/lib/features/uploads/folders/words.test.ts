import { expect, it } from "vitest";
import { ruleWords, usualRule } from "./words";

const titleOf = () => "Winter cabin";

it("a rule is read back in one short sentence", () => {
  const rule = { ...usualRule("/home/mara/Camera"), captions: false };
  expect(ruleWords(rule, titleOf)).toBe(
    "All photos and videos here and below go up, new ones too, into the album “Camera”.",
  );
  expect(ruleWords({ ...rule, subfolders: false, existing: false, albums: { kind: "into", album: 3 } }, titleOf)).toBe(
    "Only new photos and videos here go up, into the album “Winter cabin”.",
  );
});

it("a rule says what becomes of dates and captions", () => {
  const words = ruleWords({ ...usualRule("/home/mara/Camera"), dates: "fromName" }, titleOf);
  expect(words).toContain("Missing dates are written into the copies that are sent. Captions become descriptions.");
});
