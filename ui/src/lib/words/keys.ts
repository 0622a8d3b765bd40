/** Keys as they are pressed and as they are written. */

/** A key: `ctrl+shift+c`, `n`, `g p` (one after the other), `alt+ArrowLeft`. */
export type KeyName = string;

const NAMES: Record<string, string> = {
  ctrl: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  "-": "−",
};
const MAC: Record<string, string> = { ctrl: "⌘", shift: "⇧", alt: "⌥" };

/** Whether this computer has a Command key. */
export const isMac = typeof navigator !== "undefined" && /mac/i.test(navigator.userAgent);

/** As written in menus and tooltips: `Ctrl Shift C`. */
export function keyLabel(key: KeyName): string {
  if (key === "+") return key;
  return key
    .split(/[ +]/)
    .map((part) => (isMac ? MAC[part] : undefined) ?? NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

/** The name of a pressed key, such as `ctrl+shift+c`. */
export function pressed(event: KeyboardEvent): KeyName {
  const mods = [
    event.ctrlKey || event.metaKey ? "ctrl" : "",
    event.altKey ? "alt" : "",
    // A shifted sign such as `?` is its own key.
    event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? "shift" : "",
  ].filter((mod) => mod !== "");
  // A Mac's keyboard has Backspace where others have Delete.
  if (isMac && event.key === "Backspace") return "Delete";
  return [...mods, event.key.length === 1 ? event.key.toLowerCase() : event.key].join("+");
}
