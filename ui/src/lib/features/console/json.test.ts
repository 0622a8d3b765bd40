import fc from "fast-check";
import { expect, test } from "vitest";
import { pieces } from "./json";

test("keys, texts, numbers and marks are told apart", () => {
  const kinds = pieces('{\n  "id": "a:b",\n  "n": -1.5e3, "t": true, "z": null }').map(({ kind, text }) => [
    kind,
    text.trim(),
  ]);
  expect(kinds).toContainEqual(["key", '"id"']);
  expect(kinds).toContainEqual(["text", '"a:b"']);
  expect(kinds).toContainEqual(["word", "-1.5e3"]);
  expect(kinds).toContainEqual(["word", "true"]);
  expect(kinds).toContainEqual(["word", "null"]);
});

test("the pieces of any text are that text", () => {
  const whole = (text: string) =>
    pieces(text)
      .map((piece) => piece.text)
      .join("");
  fc.assert(fc.property(fc.string(), (text) => whole(text) === text));
  fc.assert(fc.property(fc.json(), (text) => whole(text) === text));
  expect(whole('{"cut": "in the mid')).toBe('{"cut": "in the mid');
});
