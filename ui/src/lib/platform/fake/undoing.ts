/** Jobs of the invented program that can be taken back. */
import type { JobId, JobKind, JobView } from "../../ipc/bindings";

interface Work {
  do: () => void;
  undo: (() => void) | null;
}

const FIRST_ID = 100;

/** One that goes on only when it is told to. */
interface Slow {
  job: JobView;
  finish: () => void;
}

export class Undoing {
  readonly #tell: (job: JobView) => void;
  readonly #undo = new Map<JobId, { kind: JobKind; back: () => void }>();
  readonly #slow: boolean;
  #open: Slow | null = null;
  #last = FIRST_ID;

  constructor(tell: (job: JobView) => void, slow: boolean) {
    this.#tell = tell;
    this.#slow = slow;
  }

  run(kind: JobKind, note: string, work: Work, total = 1): JobId {
    const id = ++this.#last;
    if (work.undo) this.#undo.set(id, { kind, back: work.undo });
    const job: JobView = { id, kind, state: "running", done: 0, total, note: null, undo: false };
    const finish = () => {
      work.do();
      this.#tell({ ...job, done: total, state: "done", note, undo: work.undo !== null });
    };
    if (this.#slow) this.#open = { job, finish };
    else setTimeout(finish);
    return id;
  }

  /** For tests: so much of the open job is done. */
  step(done: number): void {
    if (this.#open === null) return;
    const { job, finish } = this.#open;
    this.#open = { job: { ...job, done }, finish };
    if (done < (job.total ?? 0)) this.#tell({ ...job, done });
    else finish();
  }

  cancel(id: JobId): void {
    if (this.#open?.job.id !== id) return;
    const { job } = this.#open;
    this.#open = null;
    this.#tell({ ...job, state: "cancelled", note: `Stopped after ${job.done} of ${job.total ?? 0}` });
  }

  /** A job that comes to nothing. */
  fail(kind: JobKind, note: string): JobId {
    const id = ++this.#last;
    setTimeout(() => this.#tell({ id, kind, done: 0, total: 1, state: "failed", note, undo: false }));
    return id;
  }

  undo(id: JobId): JobId {
    const known = this.#undo.get(id);
    if (!known) throw { code: "notFound", message: "This can not be undone any more.", retryAfterS: null };
    this.#undo.delete(id);
    return this.run(known.kind, "Undone", { do: known.back, undo: null });
  }
}
