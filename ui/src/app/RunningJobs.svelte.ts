/** Jobs that a person began and that take longer than a blink, as lines with progress and Cancel. */
import { announcer } from "../lib/design/announcer.svelte";
import type { JobId, JobView } from "../lib/ipc/bindings";
import { count } from "../lib/words/format";
import type { Route } from "./Router.svelte";

/** What ends sooner is only said at its end. */
const SOON_MS = 500;
/** So many lines at once. */
const MOST = 3;

export interface JobLine {
  id: JobId;
  /** What is done, such as `Adding to “Lofoten”`. */
  label: string;
  job: JobView | null;
  shown: boolean;
  /** The page that shows it by itself. */
  page: Route["page"] | null;
}

export class RunningJobs {
  #lines = $state.raw<readonly JobLine[]>([]);
  readonly #tenths = new Map<JobId, number>();

  get lines(): readonly JobLine[] {
    return this.#lines.filter((line) => line.shown).slice(-MOST);
  }

  /** A job has begun. Gives the way to take it off the list. */
  begin(id: JobId, label: string, page: JobLine["page"] = null): () => void {
    this.#lines = [...this.#lines.filter((line) => line.id !== id), { id, label, job: null, shown: false, page }];
    const timer = setTimeout(() => this.#change(id, { shown: true }), SOON_MS);
    return () => {
      clearTimeout(timer);
      this.#tenths.delete(id);
      this.#lines = this.#lines.filter((line) => line.id !== id);
    };
  }

  /** Takes in how a job stands. */
  follow(job: JobView): void {
    const line = this.#lines.find(({ id }) => id === job.id);
    if (!line) return;
    this.#change(job.id, { job });
    const tenth = job.total ? Math.floor((job.done / job.total) * 10) : 0;
    if (tenth > (this.#tenths.get(job.id) ?? 0) && line.shown) {
      this.#tenths.set(job.id, tenth);
      announcer.say(`${line.label}: ${String(tenth * 10)} percent`);
    }
  }

  #change(id: JobId, change: Partial<JobLine>): void {
    this.#lines = this.#lines.map((line) => (line.id === id ? { ...line, ...change } : line));
  }
}

/** `1,250 of 4,000`; empty while nothing is known. */
export function progressWords(job: JobView | null): string {
  if (job === null || (job.total === null && job.done === 0)) return "";
  return job.total === null ? count(job.done) : `${count(job.done)} of ${count(job.total)}`;
}
