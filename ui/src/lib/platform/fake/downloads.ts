/** Copies on this computer, as the invented program plays them: `fake=downloads-running` and the like set the scene. */
import type {
  DownloadForecast,
  DownloadHabits,
  DownloadId,
  DownloadNames,
  DownloadRequest,
  DownloadRow,
  DownloadRows,
  DownloadState,
  DownloadView,
  ItemKey,
  JobState,
  JobView,
} from "../../ipc/bindings";
import { dayAndYear, dayHere } from "../../words/calendar";
import { FakeLinks } from "./links";

const FOLDER = "/home/mara/Pictures/Google Photos";
const JOB = 900;
const DOWNLOADING = { kind: "download", state: "running", note: null, undo: false } as const;

function everything(sinceMs: number | null): string {
  return sinceMs === null ? "Everything" : `Everything added since ${dayAndYear(dayHere(sinceMs))}`;
}

export abstract class FakeDownloads extends FakeLinks {
  #downloads: DownloadView[] | null = null;
  abstract opened: string[];
  /** What is asked for: how many there are, and the first of them. */
  protected abstract downloadable(request: DownloadRequest): {
    count: number;
    first: { key: ItemKey; fileName: string; takenMs: number }[];
  };

  #all(): DownloadView[] {
    this.#downloads ??= this.#first();
    return this.#downloads;
  }

  #first(): DownloadView[] {
    const scene = (["listing", "fetching", "packing", "paused", "failed"] as const).find((state) =>
      this.scene.has(`downloads-${state}`),
    );
    if (!scene && !this.scene.has("downloads-done")) return [];
    const day = 86_400_000;
    const earlier: DownloadView[] = [
      { ...this.#download(2, "done", "Album “Lofoten”"), copies: 180, originals: 24, failed: 2, leftOut: 1 },
      {
        ...this.#download(1, "cancelled", "Everything"),
        copies: 340,
        left: 4_000,
        message: "Cancelled. 340 files kept.",
      },
    ].map((one) => ({
      ...one,
      items: one.copies + one.originals + one.failed + one.leftOut + one.left,
      bytes: one.copies * 3_100_000,
      madeMs: one.madeMs - one.id * day,
      endedMs: one.madeMs - 7_200_000 * one.id,
    }));
    return scene ? [this.#scene(scene), ...earlier] : earlier;
  }

  #scene(state: DownloadState): DownloadView {
    const listing = state === "listing";
    const packing = state === "packing";
    return {
      ...this.#download(3, state, "Everything"),
      items: 4_120,
      left: listing ? 4_120 : packing ? 0 : 2_740,
      copies: listing ? 0 : 1_216,
      originals: listing ? 0 : 144,
      there: listing ? 0 : 20,
      bytes: listing ? 0 : 4_600_000_000,
      zip: packing ? "Everything.zip" : null,
      message:
        state === "failed" ? "The disk is full. What was saved before is kept. Free some space, then try again." : null,
    };
  }

  #download(id: DownloadId, state: DownloadState, title: string): DownloadView {
    return {
      id,
      connection: 1,
      title,
      folder: FOLDER,
      zip: null,
      state,
      message: null,
      job: state === "fetching" ? JOB + id : null,
      items: 0,
      left: 0,
      copies: 0,
      originals: 0,
      there: 0,
      moved: 0,
      failed: 0,
      leftOut: 0,
      bytes: 0,
      madeMs: Date.now(),
      endedMs: null,
    };
  }

  #change(id: DownloadId, change: Partial<DownloadView>) {
    this.#downloads = this.#all().map((one) => (one.id === id ? { ...one, ...change } : one));
    this.changed();
  }

  #tell(id: DownloadId, state: JobState, note: string | null) {
    const one = this.#all().find((download) => download.id === id);
    const done = one ? one.items - one.left : 0;
    this.sendJob({ id: JOB + id, kind: "download", state, done, total: one?.items ?? null, note, undo: false });
  }

  downloads = async () => this.#all();
  /** What went on by itself after the restart. */
  override jobs = async (): Promise<JobView[]> =>
    this.#all().flatMap(({ job: id, items, left }) =>
      id === null ? [] : [{ ...DOWNLOADING, id, done: items - left, total: items }],
    );
  downloadHabits = async (): Promise<DownloadHabits> => ({
    folder: this.scene.has("no-folder") ? null : FOLDER,
    template: "{album}/{filename}",
    sidecar: null,
    writeMissing: false,
    lastEverythingMs: this.#lastEverything(),
  });
  #lastEverything(): number | null {
    const whole = ({ title, state, failed }: DownloadView) =>
      title.startsWith("Everything") && state === "done" && failed === 0;
    const before = this.scene.has("downloaded-before") ? Date.now() - 3 * 86_400_000 : null;
    return this.#all().find(whole)?.madeMs ?? before;
  }

  async forecastDownload(request: DownloadRequest): Promise<DownloadForecast> {
    const items = this.downloadable(request).count;
    const large = this.scene.has("downloads-large") ? 184_000 : 0;
    const originals = Math.floor(items / 8);
    const copies = large > 0 ? large : items - originals;
    const loadsLeft = 72_412;
    return {
      items: originals + copies,
      there: 0,
      originals,
      originalBytes: originals * 4_300_000,
      copies,
      processing: large > 0 ? 3 : 0,
      lost: 0,
      loadsLeft,
      loadsADay: 75_000,
      days: 1 + Math.ceil(Math.max(0, copies - loadsLeft) / 73_000),
    };
  }

  async downloadNames(request: DownloadRequest): Promise<DownloadNames> {
    const unknown = /\{(?!(album|date|year|month|day|filename|ext|camera|type|id)\b)([^}:]*)/.exec(request.template);
    if (unknown)
      return {
        names: [],
        problem: `{${unknown[2] ?? ""}} is not known. Use album, date, year, month, day, filename, ext, camera, type or id.`,
      };
    const names = this.downloadable(request)
      .first.slice(0, 4)
      .map(({ key, fileName, takenMs }, at) => ({
        item: key,
        fileName,
        path: `${request.zip === null ? "" : `${request.zip}.zip/`}${this.#named(request, fileName, takenMs)}`,
        original: at % 3 === 1,
      }));
    return { names, problem: null };
  }

  #named(request: DownloadRequest, fileName: string, takenMs: number): string {
    const day = new Date(takenMs).toISOString().slice(0, 10);
    const album = request.what.kind === "album" ? this.albumTitle(request.what.album).title : "Lofoten";
    const [year = "", month = "", date = ""] = day.split("-");
    const values: Record<string, string> = {
      album,
      year,
      month,
      day: date,
      date: day,
      type: "Photos",
      camera: "Pixel 8",
    };
    const stem = fileName.replace(/\.[^.]*$/, "");
    const ending = fileName.slice(stem.length);
    const made = request.template.replace(/\{(\w+)(:[^}]*)?\}/g, (_, name: string) =>
      name === "filename" ? stem : name === "ext" ? ending.slice(1) : (values[name] ?? "AF1QipN7"),
    );
    return made.endsWith(ending) ? made : made + ending;
  }

  async startDownload(request: DownloadRequest): Promise<DownloadView> {
    if (this.scene.has("downloads-refused"))
      throw {
        code: "other",
        message: "Nothing can be written to this folder. Nothing was downloaded. Choose another one.",
        retryAfterS: null,
      };
    const id = Math.max(0, ...this.#all().map((one) => one.id)) + 1;
    const items = this.downloadable(request).count;
    const title =
      request.what.kind === "album"
        ? `Album “${this.albumTitle(request.what.album).title}”`
        : request.what.kind === "everything"
          ? everything(request.what.addedSinceMs ?? null)
          : `${items} ${items === 1 ? "item" : "items"}`;
    const begun = {
      ...this.#download(id, "fetching", title),
      folder: request.to,
      zip: request.zip,
      items,
      left: items,
    };
    this.#downloads = [begun, ...this.#all()];
    return begun;
  }

  async downloadRows(id: DownloadId, which: DownloadRows, after: number | null): Promise<DownloadRow[]> {
    const one = this.#all().find((download) => download.id === id);
    if (!one || after !== null) return [];
    const reasons = [
      "Google did not send it. Try it again later.",
      "Google still prepares this video. Try it again later.",
      "Google does not have it any more.",
    ];
    const not = reasons.slice(0, one.failed + one.leftOut).map((reason, at) => ({
      position: at,
      item: at + 1,
      fileName: `VID_04${at}2.mp4`,
      path: `Lofoten/VID_04${at}2.mp4`,
      outcome: at < one.failed ? ("failed" as const) : ("leftOut" as const),
      reason,
      sizeBytes: null,
    }));
    if (which === "notCome") return not;
    const came = Array.from({ length: Math.min(40, one.copies + one.originals) }, (_, at) => ({
      position: 10 + at,
      item: 10 + at,
      fileName: `IMG_${4_100 + at}.jpg`,
      path: `Lofoten/IMG_${4_100 + at}.jpg`,
      outcome: at % 5 === 1 ? ("original" as const) : ("copy" as const),
      reason: null,
      sizeBytes: 2_400_000 + at * 71_000,
    }));
    return [...not, ...came];
  }

  async pauseDownload(id: DownloadId) {
    this.#change(id, { state: "paused", job: null });
    this.#tell(id, "cancelled", "Paused. What came is kept.");
  }
  resumeDownload = async (id: DownloadId) => this.#change(id, { state: "fetching", job: JOB + id });
  async cancelDownload(id: DownloadId) {
    const message = "Cancelled. Nothing was downloaded.";
    this.#change(id, { state: "cancelled", job: null, message, endedMs: Date.now() });
    this.#tell(id, "cancelled", message);
  }
  retryDownload = async (id: DownloadId) =>
    this.#change(id, { state: "fetching", job: JOB + id, message: null, failed: 0, left: 2 });
  forgetDownload = async (id: DownloadId) => {
    this.#downloads = this.#all().filter((one) => one.id !== id);
  };
  showDownload = async (id: DownloadId) => void this.opened.push(`download ${id}`);

  /** For tests: some more has come, or all of it. */
  stepDownload(id: DownloadId, change: Partial<DownloadView>, note: string | null = null) {
    const over = change.state === "done" || change.state === "failed";
    this.#change(id, over ? { ...change, job: null, endedMs: Date.now() } : change);
    this.#tell(id, change.state === "done" ? "done" : change.state === "failed" ? "failed" : "running", note);
  }
}
