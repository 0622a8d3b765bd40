import type { ConnectionKey, WatchingView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";

/** How the connection that is shown is watched. A copy of what the index says. */
export class WatchStore {
  view = $state.raw<WatchingView | null>(null);
  #key: ConnectionKey | null = null;
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      const key = this.#key;
      if (key === null) return;
      const view = await backend.watching(key);
      // Another one may be shown by now.
      if (this.#key === key) this.view = view;
    });
  }

  read(key: ConnectionKey): Promise<void> {
    if (this.#key !== key) this.view = null;
    this.#key = key;
    return this.#reader.ask();
  }
}
