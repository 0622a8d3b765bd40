/** Plans of drops that were never on a disk: looked at and read by a timer. */
import type {
  AlbumKey,
  AlbumLayout,
  PlanAlbum,
  PlanGroup,
  PlanOptions,
  PlanRow,
  PlanState,
  PlanView,
} from "../../ipc/bindings";
import type { Refusal } from "../backend";
import { bytes, counted } from "../../words/format";
import { quotaOf } from "./connection";
import type { Scene } from "./scene";

const FOLDERS = ["Lofoten in June", "Winter cabin"];
const OUT: { reason: string; words: string; examples: string[] }[] = [
  {
    reason: "unsupported",
    words: "Google Photos does not take the type of these 3 files. They stay on your computer.",
    examples: ["DSC_4503.xmp", "DSC_4504.xmp", "DSC_4507.xmp"],
  },
  {
    reason: "video_too_large",
    words: "Google takes videos up to 20 GB. This one, with 21.4 GB, stays on your computer.",
    examples: ["beach-drone.mov"],
  },
];

export class FakePlan {
  readonly #key: number;
  readonly #from: string[];
  readonly #scene: Scene;
  readonly #changed: () => void;
  #state: PlanState = { kind: "looking", files: 128 };
  #options: PlanOptions;
  #albums: PlanAlbum[];
  readonly left = new Set<number>();

  constructor(key: number, paths: string[], album: AlbumKey | null, scene: Scene, changed: () => void) {
    this.#key = key;
    this.#from = paths.slice(0, 4).map((path) => path.split("/").slice(-2).join("/"));
    this.#scene = scene;
    this.#changed = changed;
    const albums: AlbumLayout =
      album === null ? { kind: "perFolder", depth: 1, joined: false } : { kind: "into", album };
    this.#options = { albums, dates: "leave", captions: true };
    this.#albums = this.#laidOut();
    if (!scene.has("plan-looking")) this.#read();
  }

  #read() {
    const reading = { kind: "reading" as const, files: 508, bytes: 4_900_000_000 };
    this.#state = { ...reading, read: 212, readBytes: 2_060_000_000 };
    if (this.#scene.has("plan-reading")) return;
    setTimeout(() => {
      this.#state = { kind: "ready" };
      this.#changed();
    }, 40);
  }

  get #files() {
    return this.#scene.has("plan-many") ? 60_000 : 412;
  }

  #laidOut(): PlanAlbum[] {
    const { albums } = this.#options;
    const make = (key: number, title: string, files: number, more: Partial<PlanAlbum> = {}): PlanAlbum => ({
      key,
      folder: title,
      title,
      files,
      uses: null,
      existing: null,
      existingItems: 0,
      goesOnIn: [],
      sample: key,
      ...more,
    });
    if (albums.kind === "one") return [make(1, albums.title, this.#files)];
    if (albums.kind !== "perFolder") return [];
    if (this.#scene.has("plan-many"))
      return Array.from({ length: 3000 }, (_, i) => make(i + 1, `Folder ${i + 1}`, 20, { sample: i + 1 }));
    const joined = (title: string) => (albums.joined ? `2026-06 / ${title}` : title);
    return FOLDERS.map((title, i) =>
      make(i + 1, joined(title), i === 0 ? 186 : 226, i === 0 ? { existing: 1, existingItems: 40 } : {}),
    );
  }

  /** What is to be sent, as far as it is known, and what that costs at Google. */
  #cost(): Pick<PlanView, "newFiles" | "bytes" | "requests" | "requestsLeftToday" | "days" | "storage"> {
    const newFiles = this.#state.kind === "looking" ? this.#state.files : this.#files - this.left.size;
    const sent = newFiles * 10_200_000;
    // One request for the bytes of a file, one for 50 items of an album, one for an album that is made.
    const albums = this.#albumsSeen();
    const calls = albums.reduce((sum, { files, uses }) => sum + Math.ceil(files / 50) + (uses === null ? 1 : 0), 0);
    const requests = newFiles + (albums.length === 0 ? Math.ceil(newFiles / 50) : calls);
    const quota = quotaOf(this.#scene);
    const requestsLeftToday = Math.max(0, quota.limit - quota.reserve - quota.projectRequests);
    const later = Math.ceil(Math.max(0, requests - requestsLeftToday) / (quota.limit - quota.reserve));
    const days = Math.max(1, later + (requestsLeftToday > 0 ? 1 : 0));
    const storage = `${counted(newFiles, "file")}, ${bytes(sent)}, will count against the storage of your Google account.`;
    return { newFiles, bytes: sent, requests, requestsLeftToday, days, storage };
  }

  view(): PlanView {
    const out = this.left.size;
    const { dates } = this.#options;
    const looking = this.#state.kind === "looking";
    return {
      key: this.#key,
      connection: 1,
      from: this.#from,
      moreFrom: 0,
      state: this.#state,
      options: this.#options,
      ...this.#cost(),
      alreadyThere: looking ? 0 : 96,
      doubled: looking ? 0 : 12,
      staysOut: looking ? 0 : 4 + out,
      pairs: looking ? 0 : 31,
      undated: looking ? 0 : 57,
      dated: looking || dates === "leave" ? 0 : dates === "fromName" ? 41 : 57,
      captions: looking ? 0 : 18,
      albums: this.#albumsSeen(),
      reasons: looking ? [] : OUT.map((reason, i) => ({ ...reason, files: i === 0 ? 3 : 1 })),
    };
  }

  /** While folders are looked through it is in the first of them. */
  #albumsSeen(): PlanAlbum[] {
    const state = this.#state;
    if (state.kind !== "looking") return this.#albums;
    return this.#albums.slice(0, 1).map((album) => ({ ...album, files: state.files }));
  }

  setOptions(options: PlanOptions) {
    const before = JSON.stringify(this.#options.albums);
    this.#options = options;
    if (JSON.stringify(options.albums) !== before) this.#albums = this.#laidOut();
  }

  changeAlbum(key: number, change: Partial<PlanAlbum>) {
    this.#albums = this.#albums.map((album) => (album.key === key ? { ...album, ...change } : album));
  }

  album = (key: number) => this.#albums.find((album) => album.key === key);

  rows(group: PlanGroup, offset: number, limit: number): PlanRow[] {
    const view = this.view();
    const files = { new: this.#files, alreadyThere: 96, doubled: 12, staysOut: view.staysOut }[group];
    const keys = Array.from({ length: files }, (_, i) => i + 1);
    if (group === "staysOut") return this.#out().slice(offset, offset + limit);
    const shown = group === "new" ? keys.filter((key) => !this.left.has(key)) : keys;
    return shown.slice(offset, offset + limit).map((key) => this.#row(key, group));
  }

  #row(key: number, group: PlanGroup): PlanRow {
    const pair = key % 7 === 0 ? ("livePhoto" as const) : key % 11 === 0 ? ("rawAndJpeg" as const) : null;
    return {
      key,
      fileName: `DSC_${4500 + key}.jpg`,
      partner: pair === null ? null : `DSC_${4500 + key}.${pair === "livePhoto" ? "mov" : "nef"}`,
      pair,
      folder: "2026-06",
      sizeBytes: 11_300_000,
      takenMs: null,
      reason: group === "doubled" ? `The same bytes as DSC_${4400 + key}.jpg.` : null,
      leftOut: this.left.has(key),
    };
  }

  #out(): PlanRow[] {
    const lines = OUT.flatMap(({ examples, words }) => examples.map((fileName) => ({ fileName, words })));
    const never = lines.map(({ fileName, words }, i) => ({
      ...this.#row(100_001 + i, "staysOut"),
      fileName,
      reason: words,
      partner: null,
      pair: null,
    }));
    return [
      ...never,
      ...[...this.left].map((key) => ({ ...this.#row(key, "staysOut"), reason: "You left this file out." })),
    ];
  }

  refuseStart(): Refusal | null {
    if (!this.#scene.has("plan-refused")) return null;
    const message = "The disk of this computer is full. Nothing was sent. Free some space, then start again.";
    return { code: "other", message, retryAfterS: null };
  }

  get files(): number {
    return this.view().newFiles;
  }
}
