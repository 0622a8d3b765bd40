/**
 * The program around the window, invented and in memory, for tests and for looking at pages. It is reached only from
 * `fake.html`, which is no part of what is shipped.
 */
import type { AlbumKey, AlbumView, GridItem, GridScope, ItemDetails, ItemKey, Segment } from "../ipc/bindings";
import type { Backend, FileDrag, Picture, Refusal, WindowSettings } from "./backend";
import { albumView, dayOf, makeAlbums, makeItems, makeLinks, type FakeAlbum } from "./fake/library";
import { drawn } from "./fake/pictures";
import { FakeQueue } from "./fake/queue";
import type { Scene } from "./fake/scene";
import { FakeUploads } from "./fake/uploads";
import { recorded } from "./fake/video";

const RUN = 200;

export function refusal(code: Refusal["code"], message: string): Refusal {
  return { code, message, retryAfterS: null };
}

/** Ready for `implements Backend` without its parts about connections and uploads, which sit in their own files. */
export class FakeBackend extends FakeUploads implements Backend {
  readonly #items: GridItem[];
  readonly #byKey: Map<ItemKey, GridItem>;
  readonly #albums: FakeAlbum[];
  readonly #days = new Map<string, GridItem[]>();
  readonly queue: FakeQueue;
  copied: string | null = null;
  opened: string[] = [];
  picks: string[] = ["/home/mara/Pictures/fjord.jpg", "/home/mara/Pictures/harbour.jpg"];
  #drag = new Set<(drag: FileDrag) => void>();
  #settings: WindowSettings;

  constructor(scene: Scene) {
    super(scene);
    this.#items = makeItems(scene.items);
    this.#byKey = new Map(this.#items.map((item) => [item.key, item]));
    this.#albums = scene.has("empty") ? [] : makeAlbums(this.#items);
    this.links_ = scene.has("empty") ? [] : makeLinks(this.#albums, Date.now());
    this.#settings = { theme: scene.theme, density: "normal", detailsOpen: false, lastView: "photos" };
    for (const item of this.#items) {
      const day = this.#days.get(dayOf(item));
      if (day) day.push(item);
      else this.#days.set(dayOf(item), [item]);
    }
    this.queue = new FakeQueue(
      scene,
      () => this.sendJob({ id: 2, kind: "upload", state: "running", done: 0, total: null, note: null }),
      (row) => {
        const album = this.#albums.find(({ key }) => key === row.album);
        album?.items.push(this.#items[row.key % 40]?.key ?? 1);
        this.changed();
      },
    );
    if (scene.has("uploads-running")) this.queue.start();
  }

  protected override countNow() {
    return {
      items: this.#items.length,
      albums: this.#albums.length,
      links: this.links_.length,
      uploads: this.queue.open,
    };
  }

  #album(key: AlbumKey): FakeAlbum {
    const album = this.#albums.find((a) => a.key === key);
    if (album === undefined) throw refusal("notFound", "This album is not in the library any more.");
    return album;
  }

  #view(album: FakeAlbum): AlbumView {
    return albumView(album, this.#byKey, this.links_);
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
  addToAlbum = async (key: AlbumKey, items: ItemKey[]) =>
    this.#edit(key, (a) => {
      a.items = [...new Set([...a.items, ...items])];
      a.cover ??= items[0] ?? null;
    });
  removeFromAlbum = async (key: AlbumKey, items: ItemKey[]) =>
    this.#edit(key, (a) => (a.items = a.items.filter((item) => !items.includes(item))));
  openAlbumPage = async (key: AlbumKey) => void this.opened.push(`album ${key}`);

  async segments(scope: GridScope): Promise<Segment[]> {
    if (scope.kind === "all") return [...this.#days].map(([day, items]) => ({ key: day, day, items: items.length }));
    const { length } = this.#album(scope.album).items;
    return Array.from({ length: Math.ceil(length / RUN) }, (_, run) => ({
      key: String(run),
      day: null,
      items: Math.min(RUN, length - run * RUN),
    }));
  }

  async gridItems(scope: GridScope, segments: string[]): Promise<GridItem[][]> {
    if (scope.kind === "all") return segments.map((day) => this.#days.get(day) ?? []);
    const { items } = this.#album(scope.album);
    return segments.map((run) =>
      items.slice(Number(run) * RUN, (Number(run) + 1) * RUN).flatMap((key) => this.#byKey.get(key) ?? []),
    );
  }

  async itemDetails(key: ItemKey): Promise<ItemDetails> {
    const item = this.#byKey.get(key);
    if (item === undefined) throw refusal("notFound", "This photo is not in the library any more.");
    const photo = item.kind === "photo";
    return {
      item,
      mimeType: photo ? "image/jpeg" : item.kind === "video" ? "video/mp4" : "image/gif",
      description: key % 3 === 0 ? "The light after the rain, from the pier" : null,
      camera: photo ? "Nikon Z 6II" : null,
      focalLength: photo ? "35 mm" : null,
      aperture: photo ? "f/8" : null,
      exposure: photo ? "1/60 s" : null,
      iso: photo ? "ISO 100" : null,
      sizeBytes: key % 2 === 0 ? 11_300_000 : null,
      localPath: key % 2 === 0 ? `/home/mara/Pictures/2026-06/${item.fileName}` : null,
      albums: this.#albums.filter((a) => a.items.includes(key)).map((a) => this.#view(a)),
      hasPage: true,
    };
  }

  openItemPage = async (key: ItemKey) => void this.opened.push(`item ${key}`);
  showInFolder = async (key: ItemKey) => void this.opened.push(`folder ${key}`);
  videoUrl = () => recorded();

  pictureUrl(picture: Picture): string {
    if (picture.of !== "item") return drawn(picture.key + 900, 3, 2);
    const item = this.#byKey.get(picture.key);
    return drawn(picture.key, item?.widthPx ?? 3, item?.heightPx ?? 2);
  }

  pickFiles = async () => this.picks;
  pickFolder = async () => ["/home/mara/Pictures/Cabin"];
  openExternal = async (url: string) => void this.opened.push(url);
  protected override note(text: string) {
    this.copied = text;
  }
  protected override albumTitle(key: AlbumKey) {
    const album = this.#album(key);
    return { title: album.title, cover: album.cover };
  }

  settings = async () => ({ ...this.#settings });
  saveSettings = async (settings: WindowSettings) => void (this.#settings = { ...settings });

  onFileDrag(listener: (drag: FileDrag) => void) {
    this.#drag.add(listener);
    return () => this.#drag.delete(listener);
  }
  /** For tests: files dragged over the window. */
  drag(event: FileDrag) {
    for (const listener of this.#drag) listener(event);
  }
}
