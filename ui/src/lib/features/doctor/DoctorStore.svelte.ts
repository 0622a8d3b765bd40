import type { ConnectionKey, DoctorView, JobView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { sentenceOf } from "../../platform/refusal";

/** The check of one connection as the window shows it: the one that runs, or the last one. A copy. */
export class DoctorStore {
  view = $state.raw<DoctorView | null>(null);
  /** Whether it is known if there was a check. */
  known = $state(false);
  /** Why no check could begin, or why one could not go on. */
  refused = $state<string | null>(null);
  readonly running = $derived(this.view?.state === "running");
  readonly #backend: Backend;
  readonly #key: ConnectionKey;
  readonly #reader: Reader;

  constructor(backend: Backend, key: ConnectionKey) {
    this.#backend = backend;
    this.#key = key;
    this.#reader = new Reader(async () => {
      this.view = await backend.doctorView(key);
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#quietly(() => this.#reader.ask());
  }

  /** Begins a check; the one that runs stays the one. */
  async check(): Promise<void> {
    this.refused = null;
    await this.#quietly(() => this.#backend.checkConnection(this.#key).then(() => this.#reader.ask()));
  }

  async stop(): Promise<void> {
    const job = this.view?.job ?? null;
    if (job !== null) await this.#quietly(() => this.#backend.cancelJob(job));
  }

  /** Takes in how a job stands. Gives whether a check of this connection ended. */
  async follow(job: JobView): Promise<boolean> {
    if (job.kind !== "doctor") return false;
    const before = this.running;
    if (job.state === "failed") this.refused = job.note;
    await this.read();
    return before && !this.running;
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    await work().catch((refused: unknown) => (this.refused = sentenceOf(refused)));
  }
}
