/** The program around the window: commands and events of the Tauri side. The only file that knows Tauri. */
import { convertFileSrc } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type {
  AlbumKey,
  ConnectionKey,
  GridScope,
  IndexChanged,
  ItemKey,
  JobEvent,
  JobId,
  LinkKey,
  ShareWith,
  SignInWith,
  UploadKey,
} from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import type { Backend, FileDrag, Picture, Refusal, Unsubscribe, WindowSettings } from "./backend";
import { isRefusal, NO_REASON } from "./refusal";

/** The answer of a command; whatever goes wrong arrives as a `Refusal`. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error)) throw error;
    const message = typeof error === "string" ? error : NO_REASON;
    throw { code: "other", message, retryAfterS: null } satisfies Refusal;
  }
}

async function done(answer: Promise<unknown>): Promise<void> {
  await asked(answer);
}

/** `listen` answers late; an early goodbye waits for it. */
function subscribe(pending: Promise<Unsubscribe>): Unsubscribe {
  return () => void pending.then((stop) => stop());
}

function picturePath(picture: Picture): string {
  return picture.of === "item" ? `item/${picture.key}/${picture.size}` : `${picture.of}/${picture.key}`;
}

export class TauriBackend implements Backend {
  appState = () => asked(commands.appState());

  openSample = (account: "legacy" | "today") => asked(commands.sampleOpen(account));
  readCredentialsFile = (path: string) => asked(commands.credentialsRead(path));
  beginSignIn = (input: SignInWith) => asked(commands.signInBegin(input));
  finishSignIn = (id: number) => asked(commands.signInFinish(id));
  cancelSignIn = (id: number) => done(commands.signInCancel(id));
  selectConnection = (key: ConnectionKey) => asked(commands.connectionSelect(key));
  renameConnection = (key: ConnectionKey, name: string) => done(commands.connectionRename(key, name));
  removeConnection = (key: ConnectionKey) => done(commands.connectionRemove(key));
  syncNow = () => asked(commands.syncNow());

  albums = () => asked(commands.albumsList());
  album = (key: AlbumKey) => asked(commands.albumGet(key));
  createAlbum = (title: string) => asked(commands.albumCreate(title));
  renameAlbum = (key: AlbumKey, title: string) => asked(commands.albumRename(key, title));
  setAlbumCover = (key: AlbumKey, item: ItemKey) => asked(commands.albumSetCover(key, item));
  addToAlbum = (key: AlbumKey, items: ItemKey[]) => asked(commands.albumAddItems(key, items));
  removeFromAlbum = (key: AlbumKey, items: ItemKey[]) => asked(commands.albumRemoveItems(key, items));
  openAlbumPage = (key: AlbumKey) => done(commands.albumOpenPage(key));

  segments = (scope: GridScope) => asked(commands.gridSegments(scope));
  gridItems = (scope: GridScope, segments: string[]) => asked(commands.gridItems(scope, segments));
  itemDetails = (key: ItemKey) => asked(commands.itemDetails(key));
  openItemPage = (key: ItemKey) => done(commands.itemOpenPage(key));
  showInFolder = (key: ItemKey) => done(commands.itemShowInFolder(key));
  videoUrl = (key: ItemKey) => asked(commands.itemVideoUrl(key));
  // Windows spells the scheme as a host; the slashes of our path must reach the handler as they are.
  pictureUrl = (picture: Picture) => convertFileSrc(picturePath(picture), "photo").replaceAll("%2F", "/");

  inspectDrop = (paths: string[]) => asked(commands.uploadsInspect(paths));
  enqueueUploads = (paths: string[], album: AlbumKey | null) => asked(commands.uploadsEnqueue(paths, album));
  uploads = () => asked(commands.uploadsView());
  retryUpload = (key: UploadKey) => done(commands.uploadRetry(key));
  retryAllUploads = () => done(commands.uploadsRetryAll());
  cancelUpload = (key: UploadKey) => done(commands.uploadCancel(key));
  cancelAllUploads = () => done(commands.uploadsCancelAll());
  pauseUploads = (paused: boolean) => done(commands.uploadsPause(paused));
  clearUploads = () => done(commands.uploadsClear());

  shareAlbum = (key: AlbumKey, share: ShareWith) => asked(commands.albumShare(key, share));
  unshareAlbum = (key: AlbumKey) => asked(commands.albumUnshare(key));
  keepLink = (key: AlbumKey, url: string) => asked(commands.linkKeep(key, url));
  links = () => asked(commands.linksList());
  copyLink = (key: LinkKey) => done(commands.linkCopy(key));
  openLink = (key: LinkKey) => done(commands.linkOpen(key));
  checkLink = (key: LinkKey) => asked(commands.linkCheck(key));

  jobs = () => asked(commands.jobsList());
  cancelJob = (id: JobId) => done(commands.jobCancel(id));

  pickFiles = () => asked(commands.pickFiles());
  pickFolder = () => asked(commands.pickFolder());
  openExternal = (url: string) => done(commands.openExternal(url));

  settings = () => asked(commands.settingsGet());
  saveSettings = (settings: WindowSettings) => done(commands.settingsSave(settings));

  onJob = (listener: (event: JobEvent) => void) =>
    subscribe(listen<JobEvent>("job-event", (event) => listener(event.payload)));
  onIndexChanged = (listener: (event: IndexChanged) => void) =>
    subscribe(listen<IndexChanged>("index-changed", (event) => listener(event.payload)));

  onFileDrag(listener: (drag: FileDrag) => void): Unsubscribe {
    return subscribe(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === "leave") return listener({ kind: "leave" });
        const x = payload.position.x / window.devicePixelRatio;
        const y = payload.position.y / window.devicePixelRatio;
        if (payload.type === "over") return listener({ kind: "over", x, y });
        listener({ kind: payload.type, paths: payload.paths, x, y });
      }),
    );
  }
}
