import type { UploadRow, UploadsView, UploadStage } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { meant } from "./words";

const NOTHING: UploadsView = {
  rows: [],
  totals: { files: 0, done: 0, failed: 0, left: 0, bytes: 0, sentBytes: 0, bytesPerS: 0 },
  state: { kind: "idle" },
};

export interface Section {
  name: "failed" | "sending" | "waiting" | "leftOut" | "done";
  rows: readonly UploadRow[];
}

const SECTION: Record<UploadStage, Section["name"]> = {
  failed: "failed",
  leftOut: "leftOut",
  sending: "sending",
  creating: "sending",
  hashing: "sending",
  waiting: "waiting",
  done: "done",
  alreadyThere: "done",
  cancelled: "done",
};

/** The upload queue as the window shows it. The truth is in the local index; this is a copy. */
export class UploadsStore {
  view = $state.raw<UploadsView>(NOTHING);
  known = $state(false);
  readonly sections = $derived(inSections(this.view.rows));
  /** From 0 to 1, by bytes. */
  readonly part = $derived(partOf(this.view));
  /** How long the rest takes at this speed; none while nothing moves. */
  readonly leftMs = $derived.by(() => {
    const { bytes, sentBytes, bytesPerS } = this.view.totals;
    return bytesPerS > 0 ? ((bytes - sentBytes) / bytesPerS) * 1000 : null;
  });
  readonly busy = $derived(this.view.totals.left > 0);
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.view = await backend.uploads();
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#reader.ask();
  }

  /** Another account is shown: nothing of the old one stays. */
  forget() {
    this.view = NOTHING;
    this.known = false;
  }
}

/** Failures first, then what moves, what waits, what is over; no empty section. */
export function inSections(rows: readonly UploadRow[]): Section[] {
  const names: Section["name"][] = ["failed", "sending", "waiting", "leftOut", "done"];
  return names
    .map((name) => ({ name, rows: rows.filter((row) => SECTION[row.stage] === name) }))
    .filter((section) => section.rows.length > 0);
}

function partOf({ rows, totals }: UploadsView): number {
  // Over is over: the bar then says the same as the figures under it.
  const counted = meant(rows, totals);
  if (totals.left === 0 && counted > 0) return totals.done / counted;
  if (totals.bytes > 0) return totals.sentBytes / totals.bytes;
  return totals.files > 0 ? totals.done / totals.files : 0;
}
