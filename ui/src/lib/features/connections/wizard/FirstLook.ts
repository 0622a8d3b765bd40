/** The first request to the Photos Library API after a sign-in: whether Google answers it. */
import type { ConnectionKey } from "../../../ipc/bindings";
import type { Backend } from "../../../platform/backend";

/** `off`: the API is not enabled. `answered` also where something else is wrong, which the library itself says. */
export type Outcome = "answered" | "off";

/** Listens from the moment it is made. */
export class FirstLook {
  readonly #backend: Backend;
  readonly #stops: (() => void)[];
  #ended = false;
  #wake: () => void = () => {};

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#stops = [
      backend.onJob(({ job }) => {
        if (job.kind !== "sync") return;
        if (job.state !== "running" && job.state !== "waiting") this.#ended = true;
        this.#wake();
      }),
      backend.onIndexChanged(() => this.#wake()),
    ];
  }

  /** Waits for the answer. Nothing more is heard afterwards. With `again` the API was off, and stays so until it answers. */
  async of(key: ConnectionKey, again = false): Promise<Outcome> {
    try {
      for (;;) {
        const woken = new Promise<void>((wake) => (this.#wake = wake));
        // Order: whether it ended is read first. A look that ends in between is read once more.
        const ended = this.#ended;
        const { connections, current, counts } = await this.#backend.appState();
        const connection = connections.find((one) => one.key === key);
        const off = connection?.health === "apiOff";
        if (off && (ended || !again)) return "off";
        const shown = current === key && counts.items > 0;
        if (!off && (ended || shown || connection?.health !== "connected" || connection.syncedMs !== null))
          return "answered";
        await woken;
      }
    } finally {
      this.stop();
    }
  }

  /** Gives up waiting: what Google says comes later, in the library. */
  giveUp() {
    this.#ended = true;
    this.#wake();
  }

  stop() {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
