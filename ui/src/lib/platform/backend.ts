/**
 * What the front end asks of the program around it. `tauri.ts` and `fake.ts` implement it; nothing else in `ui/` knows
 * where answers come from. A refused call rejects with a {@link Refusal}.
 */
import type {
  AlbumKey,
  AlbumView,
  AppState,
  ConnectionKey,
  ConnectionView,
  CredentialsFileView,
  DropSummary,
  EnqueuedView,
  GridItem,
  GridScope,
  IndexChanged,
  ItemDetails,
  ItemKey,
  JobEvent,
  JobId,
  JobView,
  LinkKey,
  LinkView,
  Segment,
  ShareOutcome,
  ShareWith,
  SignInView,
  SignInWith,
  UploadKey,
  UploadsView,
} from "../ipc/bindings";

/** What a refused call says. `message` is a sentence for the person; `code` is there only where the window acts on it. */
export interface Refusal {
  code:
    | "signInNeeded"
    | "consentMissing"
    | "quotaSpent"
    | "slowDown"
    | "offline"
    | "storageFull"
    | "notFound"
    | "cancelled"
    | "notALink"
    | "other";
  message: string;
  retryAfterS: number | null;
}

/** Which picture. */
export type Picture =
  | { of: "item"; key: ItemKey; size: 256 | 512 | 2048 }
  | { of: "upload"; key: UploadKey }
  | { of: "avatar"; key: ConnectionKey };

/** Files dragged from outside over the window; positions in CSS pixels. */
export type FileDrag =
  | { kind: "enter"; paths: string[]; x: number; y: number }
  | { kind: "over"; x: number; y: number }
  | { kind: "drop"; paths: string[]; x: number; y: number }
  | { kind: "leave" };

/** What the window keeps from one start to the next. */
export interface WindowSettings {
  theme: "system" | "light" | "dark";
  density: "compact" | "normal" | "large";
  detailsOpen: boolean;
  lastView: string;
}

export type Unsubscribe = () => void;

export interface Backend {
  appState(): Promise<AppState>;

  /** Opens an account of the sample library (draws it at first, see job `sample`); `today` is the second account. */
  openSample(account: "legacy" | "today"): Promise<ConnectionView>;
  readCredentialsFile(path: string): Promise<CredentialsFileView>;
  /** Opens Google's consent page in the system browser. */
  beginSignIn(input: SignInWith): Promise<SignInView>;
  /** Resolves when the person has allowed it. */
  finishSignIn(id: number): Promise<ConnectionView>;
  cancelSignIn(id: number): Promise<void>;
  selectConnection(key: ConnectionKey): Promise<AppState>;
  renameConnection(key: ConnectionKey, name: string): Promise<void>;
  /** Revokes at Google and forgets tokens, index and thumbnails. */
  removeConnection(key: ConnectionKey): Promise<void>;
  /** Looks for what is new at Google; resolves at once, see job `sync`. */
  syncNow(): Promise<JobId>;

  albums(): Promise<AlbumView[]>;
  album(key: AlbumKey): Promise<AlbumView>;
  createAlbum(title: string): Promise<AlbumView>;
  renameAlbum(key: AlbumKey, title: string): Promise<AlbumView>;
  setAlbumCover(key: AlbumKey, item: ItemKey): Promise<AlbumView>;
  addToAlbum(key: AlbumKey, items: ItemKey[]): Promise<AlbumView>;
  removeFromAlbum(key: AlbumKey, items: ItemKey[]): Promise<AlbumView>;
  openAlbumPage(key: AlbumKey): Promise<void>;

  segments(scope: GridScope): Promise<Segment[]>;
  /** The items of those segments, in the order asked for. */
  gridItems(scope: GridScope, segments: string[]): Promise<GridItem[][]>;
  itemDetails(key: ItemKey): Promise<ItemDetails>;
  openItemPage(key: ItemKey): Promise<void>;
  showInFolder(key: ItemKey): Promise<void>;
  /** An address that a `<video>` element can play. */
  videoUrl(key: ItemKey): Promise<string>;
  pictureUrl(picture: Picture): string;

  /** What a drop of these paths would bring; walks folders. */
  inspectDrop(paths: string[]): Promise<DropSummary>;
  enqueueUploads(paths: string[], album: AlbumKey | null): Promise<EnqueuedView>;
  uploads(): Promise<UploadsView>;
  retryUpload(key: UploadKey): Promise<void>;
  retryAllUploads(): Promise<void>;
  cancelUpload(key: UploadKey): Promise<void>;
  cancelAllUploads(): Promise<void>;
  pauseUploads(paused: boolean): Promise<void>;
  /** Takes finished, left-out and cancelled rows off the list. */
  clearUploads(): Promise<void>;

  shareAlbum(key: AlbumKey, share: ShareWith): Promise<ShareOutcome>;
  unshareAlbum(key: AlbumKey): Promise<ShareOutcome>;
  /** Keeps a link the person pasted for an album. Refuses anything but a share link of Google's. */
  keepLink(key: AlbumKey, url: string): Promise<LinkView>;
  links(): Promise<LinkView[]>;
  copyLink(key: LinkKey): Promise<void>;
  openLink(key: LinkKey): Promise<void>;
  checkLink(key: LinkKey): Promise<LinkView>;

  jobs(): Promise<JobView[]>;
  cancelJob(id: JobId): Promise<void>;

  /** The system's dialogs; an empty list when closed. */
  pickFiles(): Promise<string[]>;
  pickFolder(): Promise<string[]>;
  openExternal(url: string): Promise<void>;

  settings(): Promise<WindowSettings>;
  saveSettings(settings: WindowSettings): Promise<void>;

  onJob(listener: (event: JobEvent) => void): Unsubscribe;
  onIndexChanged(listener: (event: IndexChanged) => void): Unsubscribe;
  onFileDrag(listener: (drag: FileDrag) => void): Unsubscribe;
}
