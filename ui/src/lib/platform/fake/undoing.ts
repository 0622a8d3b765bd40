/** Jobs of the invented program that can be taken back. */
import type { JobId, JobKind, JobView } from "../../ipc/bindings";

interface Work {
  do: () => void;
  undo: (() => void) | null;
}

const FIRST_ID = 100;

export class Undoing {
  readonly #tell: (job: JobView) => void;
  readonly #undo = new Map<JobId, { kind: JobKind; back: () => void }>();
  #last = FIRST_ID;

  constructor(tell: (job: JobView) => void) {
    this.#tell = tell;
  }

  run(kind: JobKind, note: string, work: Work): JobId {
    const id = ++this.#last;
    if (work.undo) this.#undo.set(id, { kind, back: work.undo });
    const told = { id, kind, done: 1, total: 1 };
    setTimeout(() => {
      work.do();
      this.#tell({ ...told, state: "done", note, undo: work.undo !== null });
    });
    return id;
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
