/** JSON in colours: cut into pieces, nothing changed. */
export type Kind = "key" | "text" | "word" | "mark";
export interface Piece {
  kind: Kind;
  text: string;
}

const STEP = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)|([^"\d-tfn]+|.)/gsy;

/** Pieces that together are the text letter by letter, also where it is cut or no JSON at all. */
export function pieces(json: string): Piece[] {
  const found: Piece[] = [];
  const add = (kind: Kind, text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  for (const [whole, text, colon, word] of json.matchAll(STEP)) {
    if (text !== undefined) {
      add(colon === undefined ? "text" : "key", text);
      if (colon !== undefined) add("mark", colon);
    } else add(word === undefined ? "mark" : "word", whole);
  }
  return found;
}
