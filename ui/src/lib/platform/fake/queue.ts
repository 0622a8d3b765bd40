/** An upload queue that moves by a timer: waiting, reading, sending, creating, done. */
import type { QueueState, UploadRow, UploadsView, UploadStage } from "../../ipc/bindings";
import type { Scene } from "./scene";

const RANK: Record<UploadStage, number> = {
  failed: 0,
  leftOut: 1,
  sending: 2,
  creating: 3,
  hashing: 4,
  waiting: 5,
  done: 6,
  alreadyThere: 7,
  cancelled: 8,
};
const OPEN: UploadStage[] = ["waiting", "hashing", "sending", "creating"];
const MB = 1_000_000;

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
    if (["uploads-failed", "uploads-running", "quota-spent", "storage-full"].some(scene.has)) this.#fill(scene);
  }

  #fill(scene: Scene) {
    for (let i = 0; i < 9; i += 1) this.add(`DSC_${4503 + i}.jpg`, 9 * MB + i * 1_300_000, 1, "Lofoten in June");
    for (let i = 1; i <= 6; i += 1) this.add(`cabin-0${i}.jpg`, 12 * MB, 3, "Winter cabin");
    const set = (index: number, change: Partial<UploadRow>) => {
      const row = this.rows[index];
      if (row !== undefined) this.rows[index] = { ...row, ...change };
    };
    set(0, { stage: "sending", sentBytes: 6_200_000 });
    set(1, { stage: "creating", sentBytes: 10_300_000 });
    set(2, { stage: "hashing" });
    for (const done of [10, 11, 12]) set(done, { stage: "done", sentBytes: 12 * MB, item: done });
    set(13, { stage: "alreadyThere", reason: "Was in the library already. Not sent again." });
    if (scene.has("uploads-failed")) {
      set(3, {
        stage: "failed",
        reason: "Google could not read this file. It stays on your computer. Export it again, then retry.",
        canRetry: true,
      });
      set(4, { stage: "failed", reason: "The file moved after it was added. Nothing was sent.", canRetry: true });
      set(5, { stage: "leftOut", fileName: "notes.jpg", reason: "This is text, not a photo. It stays out." });
    }
    const at = new Date();
    at.setHours(at.getHours() + 7, 22);
    if (scene.has("quota-spent")) {
      const message =
        "Google allows 10,000 requests a day. 4 files are done, nothing is lost. The other 11 go on by themselves.";
      this.held = { kind: "waiting", cause: "quotaSpent", message, untilMs: at.getTime() };
    }
    if (scene.has("storage-full")) {
      const message =
        "Your Google storage is full. 11 files wait here. Free some space or change the plan, then press Go on.";
      this.held = { kind: "waiting", cause: "storageFull", message, untilMs: null };
    }
  }

  add(fileName: string, sizeBytes: number, album: number | null, albumTitle: string | null) {
    const [stage, reason] = ["waiting" as const, null];
    const key = this.#next;
    this.#next += 1;
    this.rows.push({
      key,
      fileName,
      sizeBytes,
      sentBytes: 0,
      stage,
      reason,
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

  get open(): number {
    return this.rows.filter((row) => OPEN.includes(row.stage) || row.stage === "failed").length;
  }

  view(): UploadsView {
    const { rows } = this;
    const in_ = (...stages: UploadStage[]) => rows.filter((row) => stages.includes(row.stage));
    const sent = rows.filter((row) => !["leftOut", "cancelled", "alreadyThere"].includes(row.stage));
    const left = in_(...OPEN).length;
    const totals = {
      files: rows.length,
      done: in_("done", "alreadyThere").length,
      failed: in_("failed", "leftOut").length,
      left,
      bytes: sent.reduce((sum, row) => sum + row.sizeBytes, 0),
      sentBytes: Math.round(sent.reduce((sum, row) => sum + row.sentBytes, 0)),
      bytesPerS: left > 0 && !this.paused && this.held === null ? 4_200_000 : 0,
    };
    const state: QueueState =
      left === 0 ? { kind: "idle" } : this.paused ? { kind: "paused" } : (this.held ?? { kind: "running" });
    return { rows: [...rows].sort((a, b) => RANK[a.stage] - RANK[b.stage] || a.key - b.key), totals, state };
  }
}
