/** The program around the window: commands and events of the Tauri side. The only file that knows Tauri. */
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
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
import type { Backend, FileDrag, Picture, Refusal, Unsubscribe, WindowSettings } from "./backend";

function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Calls a command; whatever goes wrong arrives as a `Refusal`. */
async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    if (isRefusal(error)) throw error;
    const message = typeof error === "string" ? error : "Albumen could not do that. Nothing was changed. Try again.";
    throw { code: "other", message, retryAfterS: null } satisfies Refusal;
  }
}

/** `listen` answers late; an early goodbye waits for it. */
function subscribe(pending: Promise<Unsubscribe>): Unsubscribe {
  return () => void pending.then((stop) => stop());
}

function picturePath(picture: Picture): string {
  return picture.of === "item" ? `item/${picture.key}/${picture.size}` : `${picture.of}/${picture.key}`;
}

export class TauriBackend implements Backend {
  appState = () => call<AppState>("app_state");

  openSample = (account: "legacy" | "today") => call<ConnectionView>("sample_open", { account });
  readCredentialsFile = (path: string) => call<CredentialsFileView>("credentials_read", { path });
  beginSignIn = (input: SignInWith) => call<SignInView>("sign_in_begin", { input });
  finishSignIn = (id: number) => call<ConnectionView>("sign_in_finish", { id });
  cancelSignIn = (id: number) => call<void>("sign_in_cancel", { id });
  selectConnection = (key: ConnectionKey) => call<AppState>("connection_select", { key });
  renameConnection = (key: ConnectionKey, name: string) => call<void>("connection_rename", { key, name });
  removeConnection = (key: ConnectionKey) => call<void>("connection_remove", { key });
  syncNow = () => call<JobId>("sync_now");

  albums = () => call<AlbumView[]>("albums_list");
  album = (key: AlbumKey) => call<AlbumView>("album_get", { key });
  createAlbum = (title: string) => call<AlbumView>("album_create", { title });
  renameAlbum = (key: AlbumKey, title: string) => call<AlbumView>("album_rename", { key, title });
  setAlbumCover = (key: AlbumKey, item: ItemKey) => call<AlbumView>("album_set_cover", { key, item });
  addToAlbum = (key: AlbumKey, items: ItemKey[]) => call<AlbumView>("album_add_items", { key, items });
  removeFromAlbum = (key: AlbumKey, items: ItemKey[]) => call<AlbumView>("album_remove_items", { key, items });
  openAlbumPage = (key: AlbumKey) => call<void>("album_open_page", { key });

  segments = (scope: GridScope) => call<Segment[]>("grid_segments", { scope });
  gridItems = (scope: GridScope, segments: string[]) => call<GridItem[][]>("grid_items", { scope, segments });
  itemDetails = (key: ItemKey) => call<ItemDetails>("item_details", { key });
  openItemPage = (key: ItemKey) => call<void>("item_open_page", { key });
  showInFolder = (key: ItemKey) => call<void>("item_show_in_folder", { key });
  videoUrl = (key: ItemKey) => call<string>("item_video_url", { key });
  // Windows spells the scheme as a host; the slashes of our path must reach the handler as they are.
  pictureUrl = (picture: Picture) => convertFileSrc(picturePath(picture), "photo").replaceAll("%2F", "/");

  inspectDrop = (paths: string[]) => call<DropSummary>("uploads_inspect", { paths });
  enqueueUploads = (paths: string[], album: AlbumKey | null) => call<EnqueuedView>("uploads_enqueue", { paths, album });
  uploads = () => call<UploadsView>("uploads_view");
  retryUpload = (key: UploadKey) => call<void>("upload_retry", { key });
  retryAllUploads = () => call<void>("uploads_retry_all");
  cancelUpload = (key: UploadKey) => call<void>("upload_cancel", { key });
  cancelAllUploads = () => call<void>("uploads_cancel_all");
  pauseUploads = (paused: boolean) => call<void>("uploads_pause", { paused });
  clearUploads = () => call<void>("uploads_clear");

  shareAlbum = (key: AlbumKey, share: ShareWith) => call<ShareOutcome>("album_share", { key, share });
  unshareAlbum = (key: AlbumKey) => call<ShareOutcome>("album_unshare", { key });
  keepLink = (key: AlbumKey, url: string) => call<LinkView>("link_keep", { key, url });
  links = () => call<LinkView[]>("links_list");
  copyLink = (key: LinkKey) => call<void>("link_copy", { key });
  openLink = (key: LinkKey) => call<void>("link_open", { key });
  checkLink = (key: LinkKey) => call<LinkView>("link_check", { key });

  jobs = () => call<JobView[]>("jobs_list");
  cancelJob = (id: JobId) => call<void>("job_cancel", { id });

  pickFiles = () => call<string[]>("pick_files");
  pickFolder = () => call<string[]>("pick_folder");
  openExternal = (url: string) => call<void>("open_external", { url });

  settings = () => call<WindowSettings>("settings_get");
  saveSettings = (settings: WindowSettings) => call<void>("settings_save", { settings });

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
