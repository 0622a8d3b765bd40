/** Which dialog is open. */
import type {
  AlbumKey,
  Chosen,
  ConnectionKey,
  DownloadId,
  DownloadWhat,
  LinkView,
  PlanKey,
  SavedSearch,
  WatchedFolder,
  WatchSettings,
} from "../lib/ipc/bindings";
import type { AccountShown } from "../lib/design/Account.svelte";

export type DialogState =
  /** `stopping`: the page is open already on which sharing is switched off. */
  | { kind: "share"; album: AlbumKey; stopping?: boolean }
  | { kind: "qr"; link: LinkView }
  | { kind: "keepLink" }
  /** `joined` is called once the account has. */
  | { kind: "joinAlbum"; joined: () => void }
  | { kind: "renameLink"; link: LinkView }
  | { kind: "handOut" }
  | { kind: "pickAlbum"; chosen: Chosen; items: number; purpose: "add" | "create" | "share" }
  | { kind: "cover"; album: AlbumKey }
  | { kind: "albumText"; album: AlbumKey }
  | { kind: "albumPlace"; album: AlbumKey }
  /** With `check` the connection is checked afterwards. */
  | { kind: "signInAgain"; connection: ConnectionKey; check?: boolean }
  | { kind: "renameConnection"; connection: ConnectionKey }
  | { kind: "disconnect"; connection: ConnectionKey }
  | { kind: "stillPermitted"; account: AccountShown; page: string | null }
  | { kind: "plan"; plan: PlanKey }
  | { kind: "uploadSettings" }
  | { kind: "cancelUploads" }
  | { kind: "folder"; folder: WatchedFolder | null }
  | { kind: "removeFolder"; folder: WatchedFolder }
  | { kind: "saveSearch"; name: string; text: string }
  | { kind: "renameSearch"; saved: SavedSearch }
  | { kind: "forgetMissing"; chosen: Chosen; items: number }
  | { kind: "describe"; chosen: Chosen; items: number; text: string }
  | { kind: "watching"; connection: ConnectionKey; settings: WatchSettings }
  | { kind: "download"; what: DownloadWhat; title: string }
  | { kind: "downloadReport"; download: DownloadId }
  | { kind: "day" }
  | { kind: "palette" }
  | { kind: "settings" }
  | { kind: "shortcuts" }
  | { kind: "about" };
