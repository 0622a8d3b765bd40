import { expect, it } from "vitest";
import { copyOf, copyWords, handedOutWords } from "./copies";

it("only the file that was uploaded is an original; a picked copy is none, wherever it lies", () => {
  expect(copyOf({ localPath: "/a.jpg", uploadedHere: true })).toBe("original");
  expect(copyOf({ localPath: "/a.jpg", uploadedHere: false })).toBe("reduced");
  expect(copyOf({ localPath: null, uploadedHere: true }), "its file is gone").toBe("reduced");
});

it("a reduced copy says what is not in it", () => {
  expect(copyWords("original", "photo").lacks).toBeNull();
  expect(copyWords("reduced", "photo").lacks).toMatch(/location/);
  expect(copyWords("reduced", "video").lacks).toMatch(/Converted .* without location/);
  expect(copyWords("reduced", "mixed").lacks).toMatch(/no location, videos are converted/);
});

it("what leaves the window is named where it is not the original", () => {
  expect(handedOutWords(3, 0)).toBeNull();
  expect(handedOutWords(1, 1)).toMatch(/^A reduced copy/);
  expect(handedOutWords(3, 3)).toMatch(/^Reduced copies/);
  expect(handedOutWords(3, 2)).toMatch(/^2 of 3 are reduced copies/);
});
