/** What is to be said under an album of a plan. */
import type { PlanAlbum } from "../../../ipc/bindings";
import { counted } from "../../../words/format";

export type AlbumNote =
  { kind: "exists"; text: string } | { kind: "used"; text: string } | { kind: "goesOn"; text: string };

export function notesOf(album: PlanAlbum | undefined): AlbumNote[] {
  if (album === undefined) return [];
  const notes: AlbumNote[] = [];
  if (album.uses !== null) {
    const there = album.existingItems > 0 ? `, with ${counted(album.existingItems, "item")}` : "";
    notes.push({ kind: "used", text: `That one is used${there}.` });
  } else if (album.existing !== null) notes.push({ kind: "exists", text: "An album of this name exists already." });
  const [next] = album.goesOnIn;
  if (next !== undefined) {
    const more = album.goesOnIn.length > 1 ? ` to “${album.goesOnIn.at(-1) ?? next}”` : "";
    notes.push({ kind: "goesOn", text: `Goes on in “${next}”${more}: Google allows 20,000 in one.` });
  }
  return notes;
}
