/** How jobs ended, for who asks early and for who asks late. */
import type { JobId, JobView } from "../lib/ipc/bindings";

/** So many are remembered. */
const MOST = 50;

export class EndedJobs {
  readonly #ended = new Map<JobId, JobView>();
  readonly #awaited = new Map<JobId, (job: JobView) => void>();

  /** Takes in how a job stands. */
  follow(job: JobView): void {
    if (job.state === "running" || job.state === "waiting") return;
    this.#ended.delete(job.id);
    this.#ended.set(job.id, job);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > MOST && oldest !== undefined) this.#ended.delete(oldest);
    this.#awaited.get(job.id)?.(job);
    this.#awaited.delete(job.id);
  }

  /** The job, once it has ended. */
  of(id: JobId): Promise<JobView> {
    const known = this.#ended.get(id);
    return known ? Promise.resolve(known) : new Promise((tell) => this.#awaited.set(id, tell));
  }
}
