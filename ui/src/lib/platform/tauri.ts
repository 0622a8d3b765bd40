/** The program around the window: commands and events of the Tauri side. The only file that knows Tauri. */
import { convertFileSrc } from "@tauri-apps/api/core";
import { listen, TauriEvent } from "@tauri-apps/api/event";
import type {
  AddOrder,
  AlbumEnd,
  AlbumKey,
  AlbumPlace,
  Chosen,
  CloseAnswer,
  CloseAsked,
  ConnectionKey,
  FilesFor,
  FolderKey,
  FolderRule,
  GridScope,
  IndexChanged,
  ItemKey,
  JobEvent,
  JobId,
  LibrarySettings,
  LinkFormat,
  LinkKey,
  ListFormat,
  PlanAlbumKey,
  PlanFileKey,
  PlanGroup,
  PlanKey,
  PlanOptions,
  SearchKey,
  ShareWith,
  SignInWith,
  UploadKey,
  UploadSectionKind,
  UploadSettings,
  WatchSettings,
} from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import { asked, done, subscribe } from "./asking";
import type { Backend, FileDrag, Picture, Unsubscribe, WindowSettings } from "./backend";
import { TauriWork } from "./tauriWork";

/** What is told of files that are held over the window. */
interface DragPlace {
  paths: string[];
  /** In px of the screen. */
  position: { x: number; y: number };
}

function picturePath(picture: Picture): string {
  return picture.of === "item" ? `item/${picture.key}/${picture.size}` : `${picture.of}/${picture.key}`;
}

export class TauriBackend extends TauriWork implements Backend {
  appState = () => asked(commands.appState());

  openSample = (account: "legacy" | "today") => asked(commands.sampleOpen(account));
  sampleAccount = (key: ConnectionKey) => asked(commands.sampleAccount(key));
  readCredentialsFile = (path: string) => asked(commands.credentialsRead(path));
  checkCredentials = (clientId: string, clientSecret: string, isWeb: boolean) =>
    asked(commands.credentialsCheck(clientId, clientSecret, isWeb));
  connectionClient = (key: ConnectionKey) => asked(commands.connectionClient(key));
  beginSignIn = (input: SignInWith) => asked(commands.signInBegin(input));
  finishSignIn = (id: number) => asked(commands.signInFinish(id));
  answerSignIn = (id: number, address: string) => done(commands.signInAnswer(id, address));
  signInQuestion = (id: number) => asked(commands.signInQuestion(id));
  addBeside = (id: number, name: string) => asked(commands.signInAddBeside(id, name));
  cancelSignIn = (id: number) => done(commands.signInCancel(id));
  selectConnection = (key: ConnectionKey) => asked(commands.connectionSelect(key));
  renameConnection = (key: ConnectionKey, name: string) => done(commands.connectionRename(key, name));
  connectionLeaving = (key: ConnectionKey) => asked(commands.connectionLeaving(key));
  removeConnection = (key: ConnectionKey) => asked(commands.connectionRemove(key));
  signOutConnection = (key: ConnectionKey) => asked(commands.connectionSignOut(key));
  checkConnection = (key: ConnectionKey) => asked(commands.doctorCheck(key));
  doctorView = (key: ConnectionKey) => asked(commands.doctorView(key));
  copyReport = (key: ConnectionKey) => done(commands.doctorCopy(key));
  syncNow = () => asked(commands.syncNow());

  albums = () => asked(commands.albumsList());
  album = (key: AlbumKey) => asked(commands.albumGet(key));
  createAlbum = (title: string) => asked(commands.albumCreate(title));
  renameAlbum = (key: AlbumKey, title: string) => asked(commands.albumRename(key, title));
  setAlbumCover = (key: AlbumKey, item: ItemKey) => asked(commands.albumSetCover(key, item));
  addToAlbum = (key: AlbumKey, chosen: Chosen, order: AddOrder) => asked(commands.albumAddItems(key, chosen, order));
  removeFromAlbum = (key: AlbumKey, chosen: Chosen) => asked(commands.albumRemoveItems(key, chosen));
  addAlbumText = (key: AlbumKey, text: string, end: AlbumEnd) => done(commands.albumAddText(key, text, end));
  addAlbumPlace = (key: AlbumKey, place: AlbumPlace, end: AlbumEnd) => done(commands.albumAddPlace(key, place, end));
  openAlbumPage = (key: AlbumKey) => done(commands.albumOpenPage(key));

  segments = (scope: GridScope) => asked(commands.gridSegments(scope));
  gridItems = (scope: GridScope, segments: string[]) => asked(commands.gridItems(scope, segments));
  itemDetails = (key: ItemKey) => asked(commands.itemDetails(key));
  openItemPage = (key: ItemKey) => done(commands.itemOpenPage(key));
  showInFolder = (key: ItemKey) => done(commands.itemShowInFolder(key));
  videoUrl = (key: ItemKey) => asked(commands.itemVideoUrl(key));
  // Windows spells the scheme as a host; the slashes of our path must reach the handler as they are.
  pictureUrl = (picture: Picture) => convertFileSrc(picturePath(picture), "photo").replaceAll("%2F", "/");
  cancelPictures = (keys: ItemKey[]) => done(commands.picturesCancel(keys));
  countChosen = (chosen: Chosen) => asked(commands.chosenCount(chosen));
  describeItems = (chosen: Chosen, text: string) => asked(commands.itemsDescribe(chosen, text));
  copyImage = (key: ItemKey) => done(commands.itemCopyImage(key));
  dragOut = (keys: ItemKey[]) => asked(commands.itemsDragOut(keys));

  search = (text: string) => asked(commands.searchView(text));
  suggest = (text: string, caret: number) => asked(commands.searchSuggest(text, caret));
  savedSearches = () => asked(commands.searchesSaved());
  saveSearch = (name: string, text: string) => asked(commands.searchSave(name, text));
  renameSearch = (key: SearchKey, name: string) => done(commands.searchRename(key, name));
  removeSearch = (key: SearchKey) => done(commands.searchRemove(key));

  librarySettings = () => asked(commands.librarySettingsGet());
  saveLibrarySettings = (settings: LibrarySettings) => done(commands.librarySettingsSave(settings));
  libraryFacts = () => asked(commands.libraryFacts());
  compareLibrary = () => asked(commands.libraryCompare());
  clearPictures = () => done(commands.picturesClear());
  forgetMissing = (chosen: Chosen) => asked(commands.missingForget(chosen));

  inspectDrop = (paths: string[]) => asked(commands.uploadsInspect(paths));
  dropFiles = (paths: string[], album: AlbumKey | null) => asked(commands.uploadsDrop(paths, album));

  planView = (plan: PlanKey) => asked(commands.planView(plan));
  planSetOptions = (plan: PlanKey, options: PlanOptions) => done(commands.planSetOptions(plan, options));
  planRenameAlbum = (plan: PlanKey, album: PlanAlbumKey, title: string) =>
    done(commands.planRenameAlbum(plan, album, title));
  planUseAlbum = (plan: PlanKey, album: PlanAlbumKey, existing: AlbumKey | null) =>
    done(commands.planUseAlbum(plan, album, existing));
  planRows = (plan: PlanKey, group: PlanGroup, offset: number, limit: number) =>
    asked(commands.planRows(plan, group, offset, limit));
  planLeaveOut = (plan: PlanKey, file: PlanFileKey, out: boolean) => done(commands.planLeaveOut(plan, file, out));
  planStart = (plan: PlanKey) => done(commands.planStart(plan));
  planDiscard = (plan: PlanKey) => done(commands.planDiscard(plan));

  uploads = () => asked(commands.uploadsView());
  uploadRows = (section: UploadSectionKind, reason: string | null, offset: number, limit: number) =>
    asked(commands.uploadsRows(section, reason, offset, limit));
  retryUpload = (key: UploadKey) => done(commands.uploadRetry(key));
  retryUploads = (reason: string | null) => done(commands.uploadsRetryAll(reason));
  retrySection = (section: UploadSectionKind) => done(commands.uploadsRetrySection(section));
  skipUpload = (key: UploadKey) => done(commands.uploadSkip(key));
  skipUploads = (reason: string | null) => done(commands.uploadsSkipAll(reason));
  cancelUpload = (key: UploadKey) => done(commands.uploadCancel(key));
  cancelPreview = () => asked(commands.uploadsCancelPreview());
  cancelAllUploads = () => done(commands.uploadsCancelAll());
  pauseUploads = (paused: boolean) => done(commands.uploadsPause(paused));
  clearUploads = () => done(commands.uploadsClear());
  writeUploadList = (section: UploadSectionKind, format: ListFormat, path: string) =>
    asked(commands.uploadsWriteList(section, format, path));
  uploadSettings = () => asked(commands.uploadSettingsGet());
  saveUploadSettings = (settings: UploadSettings) => done(commands.uploadSettingsSave(settings));
  continueAlbum = (album: AlbumKey) => done(commands.uploadsContinueAlbum(album));

  folders = () => asked(commands.foldersList());
  addFolder = (path: string, rule: FolderRule) => asked(commands.folderAdd(path, rule));
  changeFolder = (key: FolderKey, rule: FolderRule) => done(commands.folderChange(key, rule));
  pauseFolder = (key: FolderKey, paused: boolean) => done(commands.folderPause(key, paused));
  removeFolder = (key: FolderKey) => done(commands.folderRemove(key));

  watching = (key: ConnectionKey) => asked(commands.watchingGet(key));
  saveWatching = (key: ConnectionKey, settings: WatchSettings) => done(commands.watchingSet(key, settings));
  markSeen = (key: ConnectionKey, upTo: number) => asked(commands.watchingMarkSeen(key, upTo));
  markUnseen = (key: ConnectionKey, seenMs: number) => done(commands.watchingMarkUnseen(key, seenMs));
  onShowNew = (listener: (key: ConnectionKey) => void) =>
    subscribe(listen<ConnectionKey>("show-new", (event) => listener(event.payload)));

  shareAlbum = (key: AlbumKey, share: ShareWith) => asked(commands.albumShare(key, share));
  unshareAlbum = (key: AlbumKey) => asked(commands.albumUnshare(key));
  keepLink = (key: AlbumKey, url: string) => asked(commands.linkKeep(key, url));
  links = () => asked(commands.linksList());
  copyLink = (key: LinkKey) => done(commands.linkCopy(key));
  openLink = (key: LinkKey) => done(commands.linkOpen(key));
  checkLink = (key: LinkKey) => asked(commands.linkCheck(key));
  clipboardLink = (key: AlbumKey) => asked(commands.clipboardLink(key));
  proveDead = (key: LinkKey) => asked(commands.linkProveDead(key));
  joinedAlbums = () => asked(commands.sharedJoined());
  joinAlbum = (link: string) => asked(commands.sharedJoin(link));
  leaveAlbum = (id: string) => done(commands.sharedLeave(id));
  keepOtherLink = (url: string, name: string) => asked(commands.linkKeepOther(url, name));
  renameLink = (key: LinkKey, name: string) => asked(commands.linkRename(key, name));
  removeLink = (key: LinkKey) => done(commands.linkRemove(key));
  qrOf = (key: LinkKey) => asked(commands.linkQr(key));
  saveQr = (key: LinkKey, path: string) => done(commands.linkSaveQr(key, path));
  copyLinks = (keys: LinkKey[] | null, format: LinkFormat) => asked(commands.linksCopy(keys, format));
  writeLinks = (keys: LinkKey[] | null, format: LinkFormat, path: string) =>
    asked(commands.linksWrite(keys, format, path));

  jobs = () => asked(commands.jobsList());
  cancelJob = (id: JobId) => done(commands.jobCancel(id));
  undoJob = (id: JobId) => asked(commands.jobUndo(id));

  pickFiles = (purpose: FilesFor) => asked(commands.pickFiles(purpose));
  pickSaveFile = (name: string) => asked(commands.pickSaveFile(name));
  pickFolder = () => asked(commands.pickFolder());
  openExternal = (url: string) => done(commands.openExternal(url));
  copyText = (text: string) => done(commands.textCopy(text));

  settings = () => asked(commands.settingsGet());
  saveSettings = (settings: WindowSettings) => done(commands.settingsSave(settings));

  onJob = (listener: (event: JobEvent) => void) =>
    subscribe(listen<JobEvent>("job-event", (event) => listener(event.payload)));
  onIndexChanged = (listener: (event: IndexChanged) => void) =>
    subscribe(listen<IndexChanged>("index-changed", (event) => listener(event.payload)));

  onCloseAsked = (listener: (asked: CloseAsked) => void) =>
    subscribe(listen<CloseAsked>("close-asked", (event) => listener(event.payload)));
  answerClose = (answer: CloseAnswer) => done(commands.windowCloseAnswer(answer));
  onShowRecipes = (listener: () => void) => subscribe(listen("show-recipes", () => listener()));
  onShowUploads = (listener: () => void) => subscribe(listen("show-uploads", () => listener()));

  takeGiven = () => asked(commands.givenTake());
  onFilesGiven = (listener: () => void) => subscribe(listen("files-given", () => listener()));
  startsAtLogin = () => asked(commands.loginStartGet());
  setStartsAtLogin = (on: boolean) => done(commands.loginStartSet(on));

  // The events themselves: the classes around windows and web views are a lot of script for the start.
  onFileDrag(listener: (drag: FileDrag) => void): Unsubscribe {
    const at = ({ position }: DragPlace) => ({
      x: position.x / window.devicePixelRatio,
      y: position.y / window.devicePixelRatio,
    });
    const stops = [
      listen<DragPlace>(TauriEvent.DRAG_ENTER, ({ payload }) =>
        listener({ kind: "enter", paths: payload.paths, ...at(payload) }),
      ),
      listen<DragPlace>(TauriEvent.DRAG_OVER, ({ payload }) => listener({ kind: "over", ...at(payload) })),
      listen<DragPlace>(TauriEvent.DRAG_DROP, ({ payload }) =>
        listener({ kind: "drop", paths: payload.paths, ...at(payload) }),
      ),
      listen(TauriEvent.DRAG_LEAVE, () => listener({ kind: "leave" })),
    ].map(subscribe);
    return () => stops.forEach((stop) => stop());
  }
}
