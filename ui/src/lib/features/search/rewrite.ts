/** Writes filters into a search text. */
import type { SearchPart, SearchPartKind } from "../../ipc/bindings";

/** A value as a filter takes it: in quotes where it has blanks. */
export function quoted(value: string): string {
  const plain = value.replaceAll('"', "").trim();
  return /[\s,;]/.test(plain) ? `"${plain}"` : plain;
}

/** The piece of the text that stands for the only part of a kind; empty where there is none. */
export function pieceOf(parts: readonly SearchPart[], kind: SearchPartKind): string {
  return parts
    .filter((part) => part.kind === kind && part.known)
    .map((part) => part.text)
    .join(" ");
}

/** The text with `pieces` in the place of the parts of their kinds: an empty piece takes the kind out. */
export function rewritten(
  text: string,
  parts: readonly SearchPart[],
  pieces: ReadonlyMap<SearchPartKind, string>,
): string {
  let rest = "";
  let at = 0;
  for (const part of parts) {
    const begin = text.indexOf(part.text, at);
    if (begin < 0) continue;
    const end = begin + part.text.length;
    rest += pieces.has(part.kind) ? text.slice(at, begin) : text.slice(at, end);
    at = end;
  }
  rest = `${rest}${text.slice(at)}`.replace(/\s+/g, " ").trim();
  for (const piece of pieces.values()) {
    if (piece === "") continue;
    // A word before a date would be read together with it, such as `may 2024`.
    const apart = rest !== "" && !piece.includes(":") && /(^|\s)[^\s:"]+$/.test(rest) ? ";" : "";
    rest = rest === "" ? piece : `${rest}${apart} ${piece}`;
  }
  return rest;
}
