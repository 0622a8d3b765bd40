/** Uploads, plans and watched folders of the invented program. */
import type {
  AlbumKey,
  CancelPreview,
  CloseAnswer,
  CloseAsked,
  DropOutcome,
  FolderRule,
  ListFormat,
  PlanGroup,
  PlanOptions,
  UploadSectionKind,
  UploadSettings,
  WatchedFolder,
} from "../../ipc/bindings";
import { FakeConsole } from "./console";
import { FakePlan } from "./plans";
import type { FakeQueue } from "./queue";
import type { Scene } from "./scene";

const MOST_AT_ONCE = 20;
const isFolder = (path: string) => !/\.[a-z0-9]+$/i.test(path);
const isPhoto = (path: string) => !path.endsWith(".xmp");

export abstract class FakeUploads extends FakeConsole {
  abstract readonly queue: FakeQueue;
  plan: FakePlan | null = null;
  written: string[] = [];
  answers: CloseAnswer[] = [];
  continued: AlbumKey[] = [];
  uploadSettings_: UploadSettings = { parallel: 4, notify: true };
  folders_: WatchedFolder[];
  #plans = 0;
  #close = new Set<(asked: CloseAsked) => void>();

  constructor(scene: Scene) {
    super(scene);
    this.folders_ = scene.has("folders") ? exampleFolders() : [];
  }

  inspectDrop = async (paths: string[]) => ({
    files: paths.filter(isPhoto).length,
    folders: paths.filter(isFolder).length,
    bytes: paths.length * 11_500_000,
    leftOut: paths.filter((path) => !isPhoto(path)).length,
  });

  async dropFiles(paths: string[], album: AlbumKey | null): Promise<DropOutcome> {
    const title = album === null ? null : this.albumTitle(album).title;
    if (paths.length > MOST_AT_ONCE || paths.some(isFolder)) {
      this.#plans += 1;
      const told = () =>
        this.sendJob({ id: 3, kind: "plan", state: "running", done: 0, total: null, note: null, undo: false });
      this.plan = new FakePlan(this.#plans, paths, album, this.scene, told);
      return { kind: "plan", plan: this.#plans };
    }
    const good = paths.filter(isPhoto);
    for (const path of good) this.queue.add(path.split("/").at(-1) ?? path, 11_500_000, album, title);
    this.queue.start();
    this.changed();
    const leftOut = paths
      .filter((path) => !isPhoto(path))
      .map((path) => ({ fileName: path.split("/").at(-1) ?? path, reason: "Sidecars are not photos." }));
    return { kind: "enqueued", enqueued: { job: 2, files: good.length, leftOut } };
  }

  #planned(): FakePlan {
    if (this.plan === null) throw { code: "notFound", message: "This plan is not there any more.", retryAfterS: null };
    return this.plan;
  }
  planView = async () => this.#planned().view();
  planSetOptions = async (_: number, options: PlanOptions) => this.#planned().setOptions(options);
  planRenameAlbum = async (_: number, album: number, title: string) =>
    this.#planned().changeAlbum(album, { title, existing: null });
  planUseAlbum = async (_: number, album: number, existing: number | null) =>
    this.#planned().changeAlbum(album, { uses: existing, existing: existing === null ? 1 : null });
  planRows = async (_: number, group: PlanGroup, offset: number, limit: number) =>
    this.#planned().rows(group, offset, limit);
  planLeaveOut = async (_: number, file: number, out: boolean) => {
    if (out) this.#planned().left.add(file);
    else this.#planned().left.delete(file);
  };
  planStart = async () => {
    const plan = this.#planned();
    const refused = plan.refuseStart();
    if (refused) throw refused;
    for (let i = 0; i < plan.files; i += 1) this.queue.add(`DSC_${4500 + i}.jpg`, 10_000_000, null, null);
    this.plan = null;
    this.queue.start();
    this.changed();
  };
  planDiscard = async () => void (this.plan = null);

  uploads = async () => this.queue.view();
  uploadRows = async (kind: UploadSectionKind, reason: string | null, offset: number, limit: number) =>
    this.queue.piece(kind, reason, offset, limit);
  retryUpload = async (key: number) => this.queue.again((row) => row.key === key);
  retryUploads = async (reason: string | null) =>
    this.queue.again((row) => row.canRetry && this.queue.has(row, reason));
  retrySection = async (kind: UploadSectionKind) => this.queue.again((row) => row.stage === kind);
  skipUpload = async (key: number) => this.#skip((row) => row.key === key);
  skipUploads = async (reason: string | null) =>
    this.#skip((row) => row.stage === "failed" && this.queue.has(row, reason));
  #skip(test: Parameters<FakeQueue["change"]>[0]) {
    const reason = "You left this file out. It stays on your computer. Retry takes it in again.";
    this.queue.change(test, { stage: "leftOut", reason, canRetry: true });
  }
  cancelUpload = async (key: number) => this.queue.change((r) => r.key === key, { stage: "cancelled", reason: null });
  async cancelPreview(): Promise<CancelPreview> {
    const { totals } = this.queue.view();
    const becoming = this.queue.rows.filter((row) => row.stage === "creating").length;
    return { stays: totals.done, becoming, goes: totals.left - becoming, goesBytes: totals.bytes - totals.sentBytes };
  }
  cancelAllUploads = async () =>
    this.queue.change((row) => ["waiting", "hashing", "sending"].includes(row.stage), { stage: "cancelled" });
  pauseUploads = async (paused: boolean) => {
    this.queue.paused = paused;
    this.queue.change(() => false, {});
    if (!paused) this.queue.start();
  };
  clearUploads = async () => {
    const over = ["done", "alreadyThere", "leftOut", "cancelled"];
    this.queue.rows = this.queue.rows.filter((row) => !over.includes(row.stage));
    this.changed();
  };
  writeUploadList = async (kind: UploadSectionKind, format: ListFormat, path: string) => {
    this.written.push(`${kind} ${format} ${path}`);
    return this.queue.piece(kind, null, 0, this.queue.rows.length).length;
  };
  uploadSettings = async () => ({ ...this.uploadSettings_ });
  saveUploadSettings = async (settings: UploadSettings) => void (this.uploadSettings_ = { ...settings });
  continueAlbum = async (album: AlbumKey) => {
    this.continued.push(album);
    this.queue.held = null;
    this.queue.start();
  };

  folders = async () => this.folders_;
  async addFolder(path: string, rule: FolderRule): Promise<WatchedFolder> {
    if (this.scene.has("folder-refused"))
      throw {
        code: "other",
        message: "This folder lies in one that is watched already. Nothing was changed. Choose another one.",
        retryAfterS: null,
      };
    const key = this.folders_.length + 1;
    const folder = { key, connection: 1, path, rule, state: { kind: "watching" as const }, files: 0, lastMs: null };
    this.folders_ = [...this.folders_, folder];
    return folder;
  }
  #folder(key: number, change: Partial<WatchedFolder>) {
    this.folders_ = this.folders_.map((folder) => (folder.key === key ? { ...folder, ...change } : folder));
  }
  changeFolder = async (key: number, rule: FolderRule) => this.#folder(key, { rule });
  pauseFolder = async (key: number, paused: boolean) =>
    this.#folder(key, { state: { kind: paused ? "paused" : "watching" } });
  removeFolder = async (key: number) => {
    this.folders_ = this.folders_.filter((folder) => folder.key !== key);
  };

  pickSaveFile = async (name: string): Promise<string | null> => `/home/mara/${name}`;
  onCloseAsked(listener: (asked: CloseAsked) => void) {
    this.#close.add(listener);
    return () => this.#close.delete(listener);
  }
  onShowUploads = () => () => undefined;
  readonly #given = new Set<() => void>();
  #givenPaths: string[] = [];
  takeGiven = async () => this.#givenPaths.splice(0);
  onFilesGiven(listener: () => void) {
    this.#given.add(listener);
    return () => this.#given.delete(listener);
  }
  /** For tests: a second start with files. */
  give(paths: string[]) {
    this.#givenPaths.push(...paths);
    for (const listener of this.#given) listener();
  }
  atLogin = false;
  startsAtLogin = async () => this.atLogin;
  setStartsAtLogin = async (on: boolean) => void (this.atLogin = on);
  answerClose = async (answer: CloseAnswer) => void this.answers.push(answer);
  /** For tests: the window is to be closed. */
  askClose(asked: CloseAsked) {
    for (const listener of this.#close) listener(asked);
  }
}

function exampleFolders(): WatchedFolder[] {
  const rule = (albums: FolderRule["albums"], more: Partial<FolderRule> = {}): FolderRule => ({
    albums,
    subfolders: true,
    existing: true,
    dates: "leave",
    captions: true,
    ...more,
  });
  const folder = (key: number, path: string, of: FolderRule, state: WatchedFolder["state"], files: number) => ({
    key,
    connection: 1,
    path,
    rule: of,
    state,
    files,
    lastMs: files > 0 ? Date.now() - key * 3_400_000 : null,
  });
  const one = (title: string) => ({ kind: "one" as const, title });
  return [
    folder(1, "/home/mara/Pictures/Camera", rule(one("From the camera")), { kind: "watching" }, 1284),
    folder(
      2,
      "/media/mara/Card/DCIM",
      rule({ kind: "perFolder", depth: 2, joined: true }, { dates: "fromName" }),
      { kind: "gone" },
      226,
    ),
    folder(3, "/home/mara/Scans", rule({ kind: "none" }, { existing: false }), { kind: "settling", files: 3 }, 0),
    folder(
      4,
      "/home/mara/Pictures/Phone",
      rule(one("Phone")),
      { kind: "trouble", message: "Your system does not let Albumen look into this folder. Change its permissions." },
      12,
    ),
  ];
}
