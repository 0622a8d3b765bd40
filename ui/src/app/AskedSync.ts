import type { JobId, JobView } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import type { Problem } from "./Problem.svelte";

/** A look for what is new that the person asked for: says how it went. Those that begin by themselves say nothing. */
export class AskedSync {
  #job: JobId | null = null;
  readonly #problem: Problem;

  constructor(problem: Problem) {
    this.#problem = problem;
  }

  begun(job: JobId | undefined) {
    this.#job = job ?? null;
  }

  follow(job: JobView) {
    if (job.id !== this.#job || job.state === "running" || job.state === "waiting") return;
    this.#job = null;
    if (job.state === "failed")
      this.#problem.say(job.note ?? "Google did not answer. Nothing was changed. Try again later.", true);
    if (job.state === "done") toasts.show("Everything is up to date");
  }
}
