/** Which dialog is open. */
import type { AlbumKey, ConnectionKey, ItemKey, PlanKey, WatchedFolder } from "../lib/ipc/bindings";

export type DialogState =
  | { kind: "share"; album: AlbumKey }
  | { kind: "pickAlbum"; items: readonly ItemKey[]; purpose: "add" | "create" | "share" }
  | { kind: "cover"; album: AlbumKey }
  | { kind: "connect"; again: ConnectionKey | null; file: string | null }
  | { kind: "renameConnection"; connection: ConnectionKey }
  | { kind: "disconnect"; connection: ConnectionKey }
  | { kind: "plan"; plan: PlanKey }
  | { kind: "uploadSettings" }
  | { kind: "cancelUploads" }
  | { kind: "folder"; folder: WatchedFolder | null }
  | { kind: "removeFolder"; folder: WatchedFolder }
  | { kind: "shortcuts" }
  | { kind: "about" };
