/** An upload queue that moves by a timer: waiting, reading, sending, creating, done. */
import type {
  QueueState,
  UploadRow,
  UploadSection,
  UploadSectionKind,
  UploadsView,
  UploadStage,
} from "../../ipc/bindings";
import { fillQueue, heldBy } from "./queueScenes";
import type { Scene } from "./scene";

const SECTION: Record<UploadStage, UploadSectionKind> = {
  failed: "failed",
  hashing: "underWay",
  sending: "underWay",
  creating: "underWay",
  waiting: "waiting",
  leftOut: "leftOut",
  done: "done",
  alreadyThere: "done",
  cancelled: "cancelled",
};
const ORDER: UploadSectionKind[] = ["failed", "underWay", "waiting", "leftOut", "done", "cancelled"];
const NEWEST_FIRST: UploadSectionKind[] = ["leftOut", "done", "cancelled"];
const OPEN: UploadStage[] = ["waiting", "hashing", "sending", "creating"];

/** The reason of a row as a key: here it is the sentence itself. */
const reasonOf = (row: UploadRow) =>
  row.stage === "failed" || row.stage === "leftOut" ? (row.reason ?? "unknown").replaceAll("/", "-") : null;

export class FakeQueue {
  rows: UploadRow[] = [];
  paused = false;
  held: Extract<QueueState, { kind: "waiting" }> | null = null;
  readonly #changed: () => void;
  readonly #finished: (row: UploadRow) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #next = 1;

  constructor(scene: Scene, changed: () => void, finished: (row: UploadRow) => void) {
    this.#changed = changed;
    this.#finished = finished;
    fillQueue(this, scene);
    this.held = heldBy(scene, this.view());
  }

  add(fileName: string, sizeBytes: number, album: number | null, albumTitle: string | null, folder = "Pictures") {
    const key = this.#next;
    this.#next += 1;
    this.rows.push({
      key,
      fileName,
      sizeBytes,
      sentBytes: 0,
      stage: "waiting",
      reason: null,
      folder,
      canRetry: false,
      retryAtMs: null,
      album,
      albumTitle,
      item: null,
    });
  }

  start() {
    this.#timer ??= setInterval(() => {
      if (this.paused || this.held !== null) return;
      const index = this.rows.findIndex((row) => OPEN.includes(row.stage));
      const row = this.rows[index];
      if (row === undefined) {
        clearInterval(this.#timer);
        this.#timer = undefined;
        return;
      }
      this.rows[index] = this.#step(row);
      this.#changed();
    }, 60);
  }

  #step(row: UploadRow): UploadRow {
    if (row.stage === "waiting") return { ...row, stage: "hashing" };
    if (row.stage === "hashing") return { ...row, stage: "sending" };
    if (row.stage === "sending") {
      const sentBytes = Math.min(row.sizeBytes, row.sentBytes + row.sizeBytes / 3);
      return { ...row, sentBytes, stage: sentBytes >= row.sizeBytes ? "creating" : "sending" };
    }
    const done: UploadRow = { ...row, stage: "done", sentBytes: row.sizeBytes };
    this.#finished(done);
    return done;
  }

  change(test: (row: UploadRow) => boolean, change: Partial<UploadRow>) {
    this.rows = this.rows.map((row) => (test(row) ? { ...row, ...change } : row));
    this.#changed();
  }

  /** Tries those again that this holds for. */
  again(test: (row: UploadRow) => boolean) {
    this.held = null;
    this.change(test, { stage: "waiting", reason: null, sentBytes: 0, canRetry: false });
    this.start();
  }

  /** Whether a row has this reason. */
  has = (row: UploadRow, reason: string | null) => reason === null || reasonOf(row) === reason;

  get open(): number {
    return this.rows.filter((row) => OPEN.includes(row.stage) || row.stage === "failed").length;
  }

  piece(kind: UploadSectionKind, reason: string | null, offset: number, limit: number): UploadRow[] {
    const rows = this.rows.filter((row) => SECTION[row.stage] === kind && this.has(row, reason));
    if (NEWEST_FIRST.includes(kind)) rows.reverse();
    return rows.slice(offset, offset + limit);
  }

  #sections(): UploadSection[] {
    const found = new Map<string, UploadSection>();
    for (const row of this.rows) {
      const [kind, reason] = [SECTION[row.stage], reasonOf(row)];
      const id = `${kind}/${reason ?? ""}`;
      const section = found.get(id) ?? { kind, reason, words: row.reason, files: 0, bytes: 0, canRetry: false };
      section.words = reason === null ? null : row.reason;
      section.files += 1;
      section.bytes += row.sizeBytes;
      section.canRetry ||= row.canRetry || kind === "cancelled";
      found.set(id, section);
    }
    return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  }

  view(): UploadsView {
    const count = (...stages: UploadStage[]) => this.rows.filter((row) => stages.includes(row.stage)).length;
    const sent = this.rows.filter((row) => !["leftOut", "cancelled", "alreadyThere"].includes(row.stage));
    const left = count(...OPEN);
    const totals: UploadsView["totals"] = {
      files: this.rows.length,
      done: count("done", "alreadyThere"),
      alreadyThere: count("alreadyThere"),
      failed: count("failed"),
      leftOut: count("leftOut"),
      cancelled: count("cancelled"),
      left,
      bytes: sent.reduce((sum, row) => sum + row.sizeBytes, 0),
      sentBytes: Math.round(sent.reduce((sum, row) => sum + row.sentBytes, 0)),
      bytesPerS: left > 0 && !this.paused && this.held === null ? 4_200_000 : 0,
      leftMs: null,
    };
    if (totals.bytesPerS > 0) totals.leftMs = ((totals.bytes - totals.sentBytes) / totals.bytesPerS) * 1000;
    const state: QueueState =
      left === 0 ? { kind: "idle" } : this.paused ? { kind: "paused" } : (this.held ?? { kind: "running" });
    const full = this.held?.cause === "albumFull" && left > 0;
    return {
      sections: this.#sections(),
      totals,
      state,
      quota: null,
      fullAlbums: full ? [{ album: 1, title: "Lofoten in June" }] : [],
    };
  }
}
