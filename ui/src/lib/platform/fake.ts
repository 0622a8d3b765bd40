/**
 * The program around the window, invented and in memory, for tests and for looking at pages. It is reached only from
 * `fake.html`, which is no part of what is shipped.
 */
import type {
  AddOrder,
  AlbumEnd,
  AlbumKey,
  AlbumPlace,
  AlbumView,
  Chosen,
  DownloadRequest,
  GridScope,
  ItemDetails,
  ItemKey,
  JobId,
  LibraryFacts,
  LibrarySettings,
  LinkKey,
  SavedSearch,
  SearchKey,
} from "../ipc/bindings";
import type { Backend, FileDrag, Picture, Refusal, WindowSettings } from "./backend";
import { counted } from "../words/format";
import { Finding } from "./fake/finding";
import { Undoing } from "./fake/undoing";
import { albumView, DAY_MS, inOrder, itemsOf, makeAlbums, makeLinks, type FakeAlbum, type Items } from "./fake/library";
import { drawn } from "./fake/pictures";
import { FakeQueue } from "./fake/queue";
import type { Scene } from "./fake/scene";
import { recorded } from "./fake/video";
import { FakeWatching } from "./fake/watching";

export function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}

/** What the scene `kept` had before the window was opened again. */
function settingsBefore(): Partial<WindowSettings> {
  return JSON.parse(sessionStorage.getItem("settings") ?? "{}") as Partial<WindowSettings>;
}

/** Ready for `implements Backend` without its parts about connections and uploads, which sit in their own files. */
export class FakeBackend extends FakeWatching implements Backend {
  readonly #items: Items;
  readonly #albums: FakeAlbum[];
  readonly #descriptions = new Map<ItemKey, string>();
  readonly #finding: Finding;
  readonly #undoing: Undoing;
  readonly queue: FakeQueue;
  copied: string | null = null;
  opened: string[] = [];
  picks: string[] = ["/home/mara/Pictures/fjord.jpg", "/home/mara/Pictures/harbour.jpg"];
  #drag = new Set<(drag: FileDrag) => void>();
  #settings: WindowSettings;

  constructor(scene: Scene) {
    super(scene);
    this.#undoing = new Undoing((job) => this.sendJob(job), scene.has("slow-jobs"));
    this.#items = itemsOf(scene);
    this.#albums = scene.has("empty") ? [] : makeAlbums(this.#items);
    this.links_ = scene.has("empty") ? [] : makeLinks(this.#albums, Date.now());
    const usual: WindowSettings = { theme: scene.theme, density: "normal", detailsOpen: false, lastView: "photos" };
    this.#settings = { ...usual, ...(scene.has("kept") && settingsBefore()) };
    this.#finding = new Finding(this.#items, this.#albums, (key) => this.#described(key));
    this.#finding.news = (seen) => this.runs(seen);
    if (scene.has("missing")) this.#finding.missing = new Set(this.#items.slice(20, 27).map(({ key }) => key));
    this.queue = new FakeQueue(
      scene,
      () => this.sendJob({ id: 2, kind: "upload", state: "running", done: 0, total: null, note: null, undo: false }),
      (row) => {
        const album = this.#albums.find(({ key }) => key === row.album);
        album?.items.push(this.#items.at(row.key % 40)?.key ?? 1);
        this.changed();
      },
    );
    if (scene.has("uploads-running")) this.queue.start();
  }

  /** Twenty came on each of the last days. */
  #addedSince(ms: number) {
    const days = Math.max(0, Math.floor((Date.now() - ms) / DAY_MS) + 1);
    return new Set(this.#items.slice(0, 20 * days).map(({ key }) => key));
  }

  protected override downloadable({ what }: DownloadRequest) {
    const of = (chosen: Chosen) => new Set(this.#finding.keysOf(chosen));
    const keys =
      what.kind === "items"
        ? new Set(what.items)
        : what.kind === "album"
          ? new Set(this.#album(what.album).items)
          : what.kind === "chosen"
            ? of(what.chosen)
            : what.kind === "everything" && typeof what.addedSinceMs === "number"
              ? this.#addedSince(what.addedSinceMs)
              : null;
    const first =
      keys === null ? this.#items.slice(0, 4) : this.#items.slice(0, 600).filter(({ key }) => keys.has(key));
    return { count: keys?.size ?? this.#items.length, first };
  }

  protected override countNow() {
    return {
      items: this.#items.length,
      albums: this.#albums.length,
      links: this.links_.length,
      uploads: this.queue.open,
      unseen: this.unseen(),
    };
  }

  protected override library() {
    return this.#items;
  }

  #album(key: AlbumKey): FakeAlbum {
    const album = this.#albums.find((a) => a.key === key);
    if (album === undefined) throw refusal("notFound", "This album is not in the library any more.");
    return album;
  }

  #view(album: FakeAlbum): AlbumView {
    return albumView(album, this.#items, this.links_);
  }

  albums = async () => this.#albums.map((album) => this.#view(album));
  album = async (key: AlbumKey) => this.#view(this.#album(key));

  async createAlbum(title: string) {
    if (this.scene.has("create-refused"))
      throw refusal(
        "offline",
        "No answer came from Google. The album may exist already, so Albumen is looking before it makes another.",
      );
    const album = { key: this.#albums.length + 1, title, items: [], cover: null };
    this.#albums.unshift(album);
    this.changed();
    return this.#view(album);
  }

  #edit(key: AlbumKey, change: (album: FakeAlbum) => void): AlbumView {
    const album = this.#album(key);
    change(album);
    this.changed();
    return this.#view(album);
  }

  renameAlbum = async (key: AlbumKey, title: string) => this.#edit(key, (a) => (a.title = title));
  setAlbumCover = async (key: AlbumKey, item: ItemKey) => this.#edit(key, (a) => (a.cover = item));
  async addAlbumText(key: AlbumKey, text: string, end: AlbumEnd) {
    this.#enrich(key, text, end);
  }
  async addAlbumPlace(key: AlbumKey, { name, latitude, longitude }: AlbumPlace, end: AlbumEnd) {
    this.#enrich(key, `${name} at ${latitude}, ${longitude}`, end);
  }

  /** For tests: what was put between the photos of which album. */
  enriched: string[] = [];
  #enrich(key: AlbumKey, what: string, end: AlbumEnd) {
    if (this.scene.has("enrich-refused"))
      throw refusal("other", "No answer came from Google, so it may be in the album or not. Look at its page first.");
    this.enriched.push(`${this.#album(key).title}, ${end}: ${what}`);
  }

  async addToAlbum(key: AlbumKey, chosen: Chosen, order: AddOrder): Promise<JobId> {
    if (this.scene.has("add-refused")) throw refusal("offline", "Google took none of them. They stay where they are.");
    const album = this.#album(key);
    const keys = inOrder(this.#finding.keysOf(chosen), order, this.#items);
    const fresh = keys.filter((item) => !album.items.includes(item));
    const there = keys.length - fresh.length;
    const words = fresh.length === 0 ? "All of them were there already" : `Added ${fresh.length} to “${album.title}”`;
    return this.#undoing.run(
      "album",
      `${words}${fresh.length > 0 && there > 0 ? `, ${there} were there already` : ""}`,
      {
        do: () =>
          void this.#edit(key, (a) => {
            a.items = [...a.items, ...fresh];
            a.cover ??= fresh[0] ?? null;
          }),
        undo:
          fresh.length > 0
            ? () => void this.#edit(key, (a) => (a.items = a.items.filter((item) => !fresh.includes(item))))
            : null,
      },
      keys.length,
    );
  }

  async removeFromAlbum(key: AlbumKey, chosen: Chosen): Promise<JobId> {
    const keys = new Set(this.#finding.keysOf(chosen));
    const before = this.#album(key).items;
    return this.#undoing.run("album", `Removed ${counted(keys.size, "item")} from “${this.#album(key).title}”`, {
      do: () => void this.#edit(key, (a) => (a.items = a.items.filter((item) => !keys.has(item)))),
      undo: () => void this.#edit(key, (a) => (a.items = before)),
    });
  }

  async describeItems(chosen: Chosen, text: string): Promise<JobId> {
    const keys = this.#finding.keysOf(chosen);
    if (this.scene.has("describe-refused"))
      return this.#undoing.fail("describe", "No answer came from Google. Your words are kept here. Try again later.");
    const before = keys.map((key) => this.#described(key) ?? "");
    return this.#undoing.run("describe", keys.length === 1 ? "Description kept" : `Described ${keys.length} items`, {
      do: () => {
        keys.forEach((key) => this.#descriptions.set(key, text));
        this.changed();
      },
      undo: () => {
        keys.forEach((key, at) => this.#descriptions.set(key, before[at] ?? ""));
        this.changed();
      },
    });
  }

  undoJob = async (id: JobId) => this.#undoing.undo(id);
  cancelJob = async (id: JobId) => {
    if (!this.doctor.cancel(id) && !this.stopSafekeeping(id)) this.#undoing.cancel(id);
  };
  /** For tests: a job of `slow-jobs` goes on. */
  stepJob = (done: number) => this.#undoing.step(done);
  countChosen = async (chosen: Chosen) => this.#finding.count(chosen);
  copyImage = async (key: ItemKey) => {
    if (this.scene.has("copy-refused")) throw refusal("offline", "The picture did not arrive. Nothing was copied.");
    this.copied = `image ${key}`;
  };
  dragOut = async (keys: ItemKey[]) => {
    this.opened.push(`drag ${keys.join(" ")}`);
    return keys.filter((key) => key % 2 !== 0).length;
  };
  /** For tests: items leave the library. */
  lose(keys: ItemKey[]) {
    keys.forEach((key) => this.#finding.missing.add(key));
    this.changed();
  }
  cancelled: ItemKey[] = [];
  cancelPictures = async (keys: ItemKey[]) => void this.cancelled.push(...keys);

  #described(key: ItemKey): string | null {
    const known = this.#descriptions.get(key) ?? (key % 3 === 0 ? "The light after the rain, from the pier" : "");
    return known === "" ? null : known;
  }

  override changed() {
    this.#finding.forget();
    super.changed();
  }

  openAlbumPage = async (key: AlbumKey) => void this.opened.push(`album ${key}`);

  segments = async (scope: GridScope) => this.#finding.segments(scope);
  gridItems = async (scope: GridScope, segments: string[]) => this.#finding.grid(scope, segments);

  search = async (text: string) => this.#finding.view(text);
  suggest = async (text: string, caret: number) => this.#finding.suggest(text, caret);
  savedSearches = async () => [...this.#finding.saved];
  async saveSearch(name: string, text: string): Promise<SavedSearch> {
    const saved = { key: this.#finding.saved.length + 1, name, text };
    this.#finding.saved.push(saved);
    this.changed();
    return saved;
  }
  async renameSearch(key: SearchKey, name: string) {
    this.#finding.saved = this.#finding.saved.map((one) => (one.key === key ? { ...one, name } : one));
    this.changed();
  }
  async removeSearch(key: SearchKey) {
    this.#finding.saved = this.#finding.saved.filter((one) => one.key !== key);
    this.changed();
  }

  #librarySettings: LibrarySettings = { keepOffline: false, cacheLimitBytes: 1_000_000_000 };
  librarySettings = async () => ({ ...this.#librarySettings });
  saveLibrarySettings = async (settings: LibrarySettings) => void (this.#librarySettings = { ...settings });
  libraryFacts = async (): Promise<LibraryFacts> => ({
    items: this.#items.length,
    missing: this.#finding.missing.size,
    lookedMs: Date.now() - 4 * 60_000,
    comparedMs: Date.now() - 26 * 3_600_000,
    comparingPercent: this.scene.has("comparing") ? 40 : null,
    indexBytes: this.#items.length * 320,
    picturesBytes: 412_000_000,
  });
  compareLibrary = async () => this.syncNow();
  clearPictures = async () => {};
  async forgetMissing(chosen: Chosen): Promise<number> {
    const keys = this.#finding.keysOf(chosen);
    keys.forEach((key) => this.#finding.missing.delete(key));
    this.changed();
    return keys.length;
  }

  async itemDetails(key: ItemKey): Promise<ItemDetails> {
    const item = this.#items.find(key);
    if (item === undefined) throw refusal("notFound", "This photo is not in the library any more.");
    const photo = item.kind === "photo";
    return {
      item,
      mimeType: photo ? "image/jpeg" : item.kind === "video" ? "video/mp4" : "image/gif",
      description: this.#described(key),
      camera: photo ? "Nikon Z 6II" : null,
      focalLength: photo ? "35 mm" : null,
      aperture: photo ? "f/8" : null,
      exposure: photo ? "1/60 s" : null,
      iso: photo ? "ISO 100" : null,
      sizeBytes: key % 2 === 0 ? 11_300_000 : null,
      localPath: key % 2 === 0 ? `/home/mara/Pictures/2026-06/${item.fileName}` : null,
      albums: this.#albums.filter((a) => a.items.includes(key)).map((a) => this.#view(a)),
      hasPage: true,
      uploadedHere: key % 2 === 0,
      firstSeenMs: item.takenMs + 3_600_000,
      missingSinceMs: this.#finding.missing.has(key) ? Date.now() - 86_400_000 : null,
    };
  }

  openItemPage = async (key: ItemKey) => void this.opened.push(`item ${key}`);
  showInFolder = async (key: ItemKey) => void this.opened.push(`folder ${key}`);
  videoUrl = () => recorded();

  pictureUrl(picture: Picture): string {
    if (picture.of !== "item") return drawn(picture.key + 900, 3, 2);
    // Tests answer these themselves, to see what is asked for and when.
    if (this.scene.has("served-pictures")) return `/picture/${picture.key}/${picture.size}`;
    const item = this.#items.find(picture.key);
    return drawn(picture.key, item?.widthPx ?? 3, item?.heightPx ?? 2);
  }

  pickFiles = async () => this.picks;
  pickFolder = async () => ["/home/mara/Pictures/Cabin"];
  openExternal = async (url: string) => void this.opened.push(url);
  copyText = async (text: string) => void (this.copied = text);
  protected override note(text: string) {
    this.copied = text;
  }
  protected override albumTitle(key: AlbumKey) {
    const album = this.#album(key);
    return { title: album.title, cover: album.cover };
  }

  protected override mayLook = () => this.#settings.clipboardLinks === "allowed";
  override openLink = async (key: LinkKey) => void this.opened.push(this.urlOf(key));

  settings = async () => ({ ...this.#settings });
  async saveSettings(settings: WindowSettings) {
    this.#settings = { ...settings };
    if (this.scene.has("kept")) sessionStorage.setItem("settings", JSON.stringify(settings));
  }

  onFileDrag(listener: (drag: FileDrag) => void) {
    this.#drag.add(listener);
    return () => this.#drag.delete(listener);
  }
  /** For tests: files dragged over the window. */
  drag(event: FileDrag) {
    for (const listener of this.#drag) listener(event);
  }
}
