import { expect, it } from "vitest";
import { keyLabel, pressed } from "./keys";

const key = (name: string, mods: Partial<KeyboardEvent> = {}) =>
  pressed({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods } as KeyboardEvent);

it("names a key with what is held down", () => {
  expect(key("n")).toBe("n");
  expect(key("C", { ctrlKey: true, shiftKey: true })).toBe("ctrl+shift+c");
  expect(key("ArrowLeft", { altKey: true })).toBe("alt+ArrowLeft");
});

it("a shifted sign is its own key, a shifted letter is not", () => {
  expect(key("?", { shiftKey: true })).toBe("?");
  expect(key("U", { shiftKey: true })).toBe("shift+u");
});

it("writes keys as they stand on the keyboard", () => {
  expect(keyLabel("ctrl+shift+c")).toBe("Ctrl Shift C");
  expect(keyLabel("g p")).toBe("G P");
  expect(keyLabel("alt+ArrowLeft")).toBe("Alt ←");
});
