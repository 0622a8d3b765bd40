/**
 * What the front end asks of the program around it. `tauri.ts` and `fake.ts` implement it; nothing else in `ui/` knows
 * where answers come from. A refused call rejects with a {@link Refusal}.
 */
import type {
  AlbumKey,
  AlbumView,
  AppState,
  CancelPreview,
  CloseAnswer,
  CloseAsked,
  ConnectionKey,
  ConnectionView,
  CredentialsFileView,
  DropOutcome,
  DropSummary,
  FilesFor,
  FolderKey,
  FolderRule,
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
  ListFormat,
  PlanAlbumKey,
  PlanFileKey,
  PlanGroup,
  PlanKey,
  PlanOptions,
  PlanRow,
  PlanView,
  Segment,
  ShareOutcome,
  ShareWith,
  SignInView,
  SignInWith,
  UploadKey,
  UploadRow,
  UploadSectionKind,
  UploadSettings,
  UploadsView,
  WatchedFolder,
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
  | { of: "plan"; key: PlanFileKey }
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
  /** What closing the window does while files are going up; the question, where missing. */
  closing?: "ask" | "background" | "quit";
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
  /** A few files go into the queue at once; a folder or many files become a plan, and nothing is sent before it starts. */
  dropFiles(paths: string[], album: AlbumKey | null): Promise<DropOutcome>;

  planView(plan: PlanKey): Promise<PlanView>;
  planSetOptions(plan: PlanKey, options: PlanOptions): Promise<void>;
  planRenameAlbum(plan: PlanKey, album: PlanAlbumKey, title: string): Promise<void>;
  /** Uses an album there is instead of making one; with null it is made after all. */
  planUseAlbum(plan: PlanKey, album: PlanAlbumKey, existing: AlbumKey | null): Promise<void>;
  planRows(plan: PlanKey, group: PlanGroup, offset: number, limit: number): Promise<PlanRow[]>;
  planLeaveOut(plan: PlanKey, file: PlanFileKey, out: boolean): Promise<void>;
  /** Gives the files to the queue. What is not read yet is read there. */
  planStart(plan: PlanKey): Promise<void>;
  planDiscard(plan: PlanKey): Promise<void>;

  uploads(): Promise<UploadsView>;
  /** A piece of a section's rows; at most 500. */
  uploadRows(section: UploadSectionKind, reason: string | null, offset: number, limit: number): Promise<UploadRow[]>;
  retryUpload(key: UploadKey): Promise<void>;
  /** All failed files, or those that failed for this reason. */
  retryUploads(reason: string | null): Promise<void>;
  /** Everything of a section: takes back what was cancelled. */
  retrySection(section: UploadSectionKind): Promise<void>;
  /** Leaves a failed file out: it stays on this computer and is no failure any more. */
  skipUpload(key: UploadKey): Promise<void>;
  skipUploads(reason: string | null): Promise<void>;
  cancelUpload(key: UploadKey): Promise<void>;
  cancelPreview(): Promise<CancelPreview>;
  cancelAllUploads(): Promise<void>;
  pauseUploads(paused: boolean): Promise<void>;
  /** Takes finished, left-out and cancelled rows off the list. */
  clearUploads(): Promise<void>;
  /** Writes a section's rows to a file. Gives how many. */
  writeUploadList(section: UploadSectionKind, format: ListFormat, path: string): Promise<number>;
  uploadSettings(): Promise<UploadSettings>;
  saveUploadSettings(settings: UploadSettings): Promise<void>;
  /** What waits for a full album goes on in the next one of that name. */
  continueAlbum(album: AlbumKey): Promise<void>;

  folders(): Promise<WatchedFolder[]>;
  addFolder(path: string, rule: FolderRule): Promise<WatchedFolder>;
  changeFolder(key: FolderKey, rule: FolderRule): Promise<void>;
  pauseFolder(key: FolderKey, paused: boolean): Promise<void>;
  removeFolder(key: FolderKey): Promise<void>;

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
  pickFiles(purpose: FilesFor): Promise<string[]>;
  pickFolder(): Promise<string[]>;
  /** Where a file is to be written; none when closed. */
  pickSaveFile(name: string): Promise<string | null>;
  openExternal(url: string): Promise<void>;

  settings(): Promise<WindowSettings>;
  saveSettings(settings: WindowSettings): Promise<void>;

  onJob(listener: (event: JobEvent) => void): Unsubscribe;
  onIndexChanged(listener: (event: IndexChanged) => void): Unsubscribe;
  /** The window is to be closed while files go up. */
  onCloseAsked(listener: (asked: CloseAsked) => void): Unsubscribe;
  answerClose(answer: CloseAnswer): Promise<void>;
  /** The person asked for the uploads from outside the window. */
  onShowUploads(listener: () => void): Unsubscribe;
  onFileDrag(listener: (drag: FileDrag) => void): Unsubscribe;
}
