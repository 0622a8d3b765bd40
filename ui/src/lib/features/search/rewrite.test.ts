import { expect, it } from "vitest";
import type { SearchPart, SearchPartKind } from "../../ipc/bindings";
import { nameOf, wordsOf } from "./kinds";
import { pieceOf, quoted, rewritten } from "./rewrite";

const part = (kind: SearchPartKind, text: string, label = text, known = true): SearchPart => ({
  kind,
  text,
  label,
  without: "",
  known,
});
const boats = [part("word", "boats"), part("type", "type:video", "Videos"), part("date", "june 2024", "June 2024")];
const text = "boats type:video june 2024";

it("another value of a filter takes the old one's place", () => {
  expect(rewritten(text, boats, new Map([["type", "type:photo"]]))).toBe("boats june 2024 type:photo");
});

it("an empty value takes the filter out", () => {
  expect(rewritten(text, boats, new Map([["date", ""]]))).toBe("boats type:video");
});

it("a date is kept apart from a word before it, which would be read along", () => {
  expect(rewritten("may", [part("word", "may")], new Map([["date", "2024"]]))).toBe("may; 2024");
  expect(rewritten("type:video", [part("type", "type:video")], new Map([["date", "2024"]]))).toBe("type:video 2024");
});

it("filters stand alone where nothing else is searched for", () => {
  expect(rewritten("", [], new Map([["favorites", "is:favorite"]]))).toBe("is:favorite");
});

it("titles with blanks are put in quotes, and lose quotes of their own", () => {
  expect(quoted("Lofoten in June")).toBe('"Lofoten in June"');
  expect(quoted('The "best"')).toBe('"The best"');
  expect(quoted("Ferry")).toBe("Ferry");
});

it("a search is named by what its parts are called", () => {
  expect(nameOf(boats, text)).toBe("Boats, Videos, June 2024");
  expect(nameOf([part("type", "type:", "type:", false)], "type:")).toBe("Type:");
  expect(wordsOf(boats)).toBe("boats");
  expect(pieceOf(boats, "type")).toBe("type:video");
});
