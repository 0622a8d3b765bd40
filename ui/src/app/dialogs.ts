/** Which dialog is open. */
import type { AlbumKey, ConnectionKey, ItemKey } from "../lib/ipc/bindings";

export type DialogState =
  | { kind: "share"; album: AlbumKey }
  | { kind: "pickAlbum"; items: readonly ItemKey[]; purpose: "add" | "create" | "share" }
  | { kind: "cover"; album: AlbumKey }
  | { kind: "connect"; again: ConnectionKey | null; file: string | null }
  | { kind: "renameConnection"; connection: ConnectionKey }
  | { kind: "disconnect"; connection: ConnectionKey }
  | { kind: "shortcuts" }
  | { kind: "about" };
