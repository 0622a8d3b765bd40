/** Which dialog is open. */
import type { AlbumKey, Chosen, ConnectionKey, PlanKey, SavedSearch, WatchedFolder } from "../lib/ipc/bindings";

export type DialogState =
  | { kind: "share"; album: AlbumKey }
  | { kind: "pickAlbum"; chosen: Chosen; items: number; purpose: "add" | "create" | "share" }
  | { kind: "cover"; album: AlbumKey }
  | { kind: "signInAgain"; connection: ConnectionKey }
  | { kind: "renameConnection"; connection: ConnectionKey }
  | { kind: "disconnect"; connection: ConnectionKey }
  | { kind: "plan"; plan: PlanKey }
  | { kind: "uploadSettings" }
  | { kind: "cancelUploads" }
  | { kind: "folder"; folder: WatchedFolder | null }
  | { kind: "removeFolder"; folder: WatchedFolder }
  | { kind: "saveSearch"; name: string; text: string }
  | { kind: "renameSearch"; saved: SavedSearch }
  | { kind: "forgetMissing"; chosen: Chosen; items: number }
  | { kind: "describe"; chosen: Chosen; items: number; text: string }
  | { kind: "day" }
  | { kind: "palette" }
  | { kind: "settings" }
  | { kind: "shortcuts" }
  | { kind: "about" };
