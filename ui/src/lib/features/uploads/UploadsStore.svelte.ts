import type { UploadRow, UploadSection, UploadSectionKind, UploadsView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Pieces, type Span } from "../../platform/Pieces.svelte";
import { Reader } from "../../platform/Reader";
import { meant } from "./totals";

const NOTHING: UploadsView = {
  sections: [],
  totals: {
    files: 0,
    done: 0,
    alreadyThere: 0,
    failed: 0,
    leftOut: 0,
    cancelled: 0,
    left: 0,
    bytes: 0,
    sentBytes: 0,
    bytesPerS: 0,
    leftMs: null,
  },
  state: { kind: "idle" },
  quota: null,
  fullAlbums: [],
};

/** The name of a section's rows among the pieces that are held. */
export function listOf({ kind, reason }: Pick<UploadSection, "kind" | "reason">): string {
  return reason === null ? kind : `${kind}/${reason}`;
}

/** The upload queue as the window shows it. The truth is in the local index; this is a copy of what is looked at. */
export class UploadsStore {
  view = $state.raw<UploadsView>(NOTHING);
  known = $state(false);
  /** From 0 to 1, by bytes. */
  readonly part = $derived(partOf(this.view));
  /** How long the rest takes at this speed; none while nothing moves. */
  readonly leftMs = $derived(this.view.totals.leftMs);
  readonly busy = $derived(this.view.totals.left > 0);
  readonly #reader: Reader;
  readonly #rows: Pieces<UploadRow>;

  constructor(backend: Backend) {
    this.#rows = new Pieces((list, offset, limit) => {
      const [kind, reason] = list.split("/");
      return backend.uploadRows(kind as UploadSectionKind, reason ?? null, offset, limit);
    });
    this.#reader = new Reader(async () => {
      const view = await backend.uploads();
      const rows = await this.#rows.again();
      // Order: counts and rows change in the same step, or rows would jump for a moment.
      this.view = view;
      this.#rows.take(rows);
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#reader.ask();
  }

  /** The row, if it is here. */
  row(list: string, index: number): UploadRow | undefined {
    return this.#rows.row(list, index);
  }

  /** What of the lists is in the page now. */
  look(spans: readonly Span[]): Promise<void> {
    return this.#rows.look(spans);
  }

  /** Another account is shown: nothing of the old one stays. */
  forget() {
    this.view = NOTHING;
    this.known = false;
    this.#rows.forget();
  }
}

function partOf({ totals }: UploadsView): number {
  // Over is over: the bar then says the same as the figures under it.
  const counted = meant(totals);
  if (totals.left === 0 && counted > 0) return totals.done / counted;
  if (totals.bytes > 0) return totals.sentBytes / totals.bytes;
  return counted > 0 ? totals.done / counted : 0;
}
