/**
 * What the front end asks of the program around it. `tauri.ts` and `fake.ts` implement it; nothing else in `ui/` knows
 * where answers come from. A refused call rejects with a {@link Refusal}.
 */
import type {
  AddOrder,
  AlbumEnd,
  AlbumKey,
  AlbumPlace,
  AlbumView,
  AppState,
  CancelPreview,
  Chosen,
  CloseAnswer,
  CloseAsked,
  ConnectionClientView,
  ConnectionKey,
  ConnectionView,
  CredentialsFileView,
  DoctorView,
  DropOutcome,
  DropSummary,
  FilesFor,
  FolderKey,
  FolderRule,
  FoundLink,
  GridItem,
  GridScope,
  HandedOut,
  IndexChanged,
  ItemDetails,
  ItemKey,
  JobEvent,
  JobId,
  JobView,
  LeavingView,
  LibraryFacts,
  LibrarySettings,
  LinkFormat,
  LinkKey,
  LinkProof,
  LinkView,
  ListFormat,
  OtherClientView,
  PlanAlbumKey,
  PlanFileKey,
  PlanGroup,
  PlanKey,
  PlanOptions,
  PlanRow,
  PlanView,
  QrView,
  SavedSearch,
  SearchKey,
  SearchSuggestion,
  SearchView,
  Segment,
  ShareOutcome,
  ShareWith,
  SignInView,
  SignInWith,
  SignedOutView,
  UploadKey,
  UploadRow,
  UploadSectionKind,
  UploadSettings,
  UploadsView,
  WatchedFolder,
  WizardPlace,
} from "../ipc/bindings";
import type { JoiningCalls } from "./joining";
import type { DownloadCalls } from "./downloading";
import type { ConsoleCalls } from "./console";
import type { PickingCalls } from "./picking";
import type { RecipeCalls } from "./recipes";
import type { SafekeepingCalls } from "./safekeeping";
import type { WatchingCalls } from "./watching";

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
    | "connectionTrouble"
    | "otherClient"
    | "needsLeave"
    | "other";
  message: string;
  retryAfterS: number | null;
}

/** Which picture. */
export type Picture =
  | { of: "item"; key: ItemKey; size: 256 | 512 | 2048 | "full" }
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
  /** Whether the program goes on without its window, whatever there is to do. */
  stays?: boolean;
  /** Whether the Share dialog looks on the clipboard for the link; not yet asked, where missing. */
  clipboardLinks?: "ask" | "allowed" | "off";
  /** Where the wizard that connects Google Photos was left. */
  wizard?: WizardPlace | null;
}

export type Unsubscribe = () => void;

export interface Backend
  extends ConsoleCalls, DownloadCalls, JoiningCalls, PickingCalls, RecipeCalls, SafekeepingCalls, WatchingCalls {
  appState(): Promise<AppState>;

  /** Opens an account of the sample library (draws it at first, see job `sample`); `today` is the second account. */
  openSample(account: "legacy" | "today"): Promise<ConnectionView>;
  /** Which account of the sample library this is; none where it is one of Google's. */
  sampleAccount(key: ConnectionKey): Promise<"legacy" | "today" | null>;
  readCredentialsFile(path: string): Promise<CredentialsFileView>;
  /** What a typed client id and secret are; nobody is asked. */
  checkCredentials(clientId: string, clientSecret: string, isWeb: boolean): Promise<CredentialsFileView>;
  /** The client through which a connection sees its account. */
  connectionClient(key: ConnectionKey): Promise<ConnectionClientView>;
  /** Opens Google's consent page in the system browser. */
  beginSignIn(input: SignInWith): Promise<SignInView>;
  /** Resolves when the person has allowed it. Refuses with `otherClient` where the account has a connection with another client. */
  finishSignIn(id: number): Promise<ConnectionView>;
  /** Takes the address that a browser on another computer ended at. */
  answerSignIn(id: number, address: string): Promise<void>;
  /** What is asked after `otherClient`; `addBeside` says yes, `cancelSignIn` no. */
  signInQuestion(id: number): Promise<OtherClientView>;
  addBeside(id: number, name: string): Promise<ConnectionView>;
  cancelSignIn(id: number): Promise<void>;
  selectConnection(key: ConnectionKey): Promise<AppState>;
  renameConnection(key: ConnectionKey, name: string): Promise<void>;
  /** What would stay, stop and be lost without it. */
  connectionLeaving(key: ConnectionKey): Promise<LeavingView>;
  /** Revokes at Google and forgets tokens, index and thumbnails. */
  removeConnection(key: ConnectionKey): Promise<SignedOutView>;
  /** Revokes at Google and forgets tokens; the library stays, to be looked at. */
  signOutConnection(key: ConnectionKey): Promise<SignedOutView>;
  /** Checks a connection; resolves at once, see job `doctor` and {@link doctorView}. */
  checkConnection(key: ConnectionKey): Promise<JobId>;
  /** The check that runs, or the last one. */
  doctorView(key: ConnectionKey): Promise<DoctorView | null>;
  /** Puts the last check on the clipboard, as plain text without secrets. */
  copyReport(key: ConnectionKey): Promise<void>;
  /** Looks for what is new at Google; resolves at once, see job `sync`. */
  syncNow(): Promise<JobId>;

  albums(): Promise<AlbumView[]>;
  album(key: AlbumKey): Promise<AlbumView>;
  createAlbum(title: string): Promise<AlbumView>;
  renameAlbum(key: AlbumKey, title: string): Promise<AlbumView>;
  setAlbumCover(key: AlbumKey, item: ItemKey): Promise<AlbumView>;
  /** Puts what is chosen in an album; resolves at once, see job `album`, which can be undone. */
  addToAlbum(key: AlbumKey, chosen: Chosen, order: AddOrder): Promise<JobId>;
  removeFromAlbum(key: AlbumKey, chosen: Chosen): Promise<JobId>;
  /** Puts a text or a place between its photos. Only the album's page at Google shows it. */
  addAlbumText(key: AlbumKey, text: string, end: AlbumEnd): Promise<void>;
  addAlbumPlace(key: AlbumKey, place: AlbumPlace, end: AlbumEnd): Promise<void>;
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
  /** Pictures that nobody waits for any more: what is not begun is not begun. */
  cancelPictures(keys: ItemKey[]): Promise<void>;
  /** How many items are chosen. */
  countChosen(chosen: Chosen): Promise<number>;
  /** Writes what is said about items, at most 1,000 characters, at Google too; nothing removes it. Can be undone, see job `describe`. */
  describeItems(chosen: Chosen, text: string): Promise<JobId>;
  /** Puts the picture itself on the clipboard. */
  copyImage(key: ItemKey): Promise<void>;
  /** Drags the files of these items out of the window, while a button of the mouse is held. */
  /** Gives how many of the files are reduced copies from Google. */
  dragOut(keys: ItemKey[]): Promise<number>;

  /** What a search text means and the newest that it finds. The whole is the grid of its scope. */
  search(text: string): Promise<SearchView>;
  /** Ways to go on with a text whose caret stands after this many UTF-16 units. */
  suggest(text: string, caret: number): Promise<SearchSuggestion[]>;
  savedSearches(): Promise<SavedSearch[]>;
  saveSearch(name: string, text: string): Promise<SavedSearch>;
  renameSearch(key: SearchKey, name: string): Promise<void>;
  removeSearch(key: SearchKey): Promise<void>;

  librarySettings(): Promise<LibrarySettings>;
  saveLibrarySettings(settings: LibrarySettings): Promise<void>;
  libraryFacts(): Promise<LibraryFacts>;
  /** Compares all with Google, which finds what went missing; within the day's share. See job `sync`. */
  compareLibrary(): Promise<JobId>;
  /** Removes pictures of Google from this computer. They come again when they are looked at. */
  clearPictures(): Promise<void>;
  /** Forgets items that Google does not show any more. Gives how many. */
  forgetMissing(chosen: Chosen): Promise<number>;

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
  /** The share link on the clipboard that may be meant for this album. Without the person's leave nothing is looked at. */
  clipboardLink(key: AlbumKey): Promise<FoundLink | null>;
  /** Looks a few times whether a link is dead whose sharing was switched off in the browser. */
  proveDead(key: LinkKey): Promise<LinkProof>;

  links(): Promise<LinkView[]>;
  copyLink(key: LinkKey): Promise<void>;
  openLink(key: LinkKey): Promise<void>;
  /** Looks whether it works. Without a clear answer it stays what it was. */
  checkLink(key: LinkKey): Promise<LinkView>;
  /** Keeps the link of an album that somebody else shares. */
  keepOtherLink(url: string, name: string): Promise<LinkView>;
  renameLink(key: LinkKey, name: string): Promise<LinkView>;
  removeLink(key: LinkKey): Promise<void>;
  qrOf(key: LinkKey): Promise<QrView>;
  /** Writes the QR code to a file: SVG where its name ends so, otherwise PNG. */
  saveQr(key: LinkKey, path: string): Promise<void>;
  /** Puts links on the clipboard as a text; with null all of them. Dead ones are in tables only. */
  copyLinks(keys: LinkKey[] | null, format: LinkFormat): Promise<HandedOut>;
  writeLinks(keys: LinkKey[] | null, format: LinkFormat, path: string): Promise<HandedOut>;

  jobs(): Promise<JobView[]>;
  cancelJob(id: JobId): Promise<void>;
  /** Takes back what a job did; gives the job that does so. */
  undoJob(id: JobId): Promise<JobId>;

  /** The system's dialogs; an empty list when closed. */
  pickFiles(purpose: FilesFor): Promise<string[]>;
  pickFolder(): Promise<string[]>;
  /** Where a file is to be written; none when closed. */
  pickSaveFile(name: string): Promise<string | null>;
  openExternal(url: string): Promise<void>;
  /** Puts words on the clipboard. */
  copyText(text: string): Promise<void>;

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
  /** Files that came from outside the window since this was asked last. */
  takeGiven(): Promise<string[]>;
  onFilesGiven(listener: () => void): Unsubscribe;

  /** Whether Albumen starts, without a window, when the person signs in to this computer. */
  startsAtLogin(): Promise<boolean>;
  setStartsAtLogin(on: boolean): Promise<void>;
}
