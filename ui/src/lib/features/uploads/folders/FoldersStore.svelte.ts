import type { WatchedFolder } from "../../../ipc/bindings";
import type { Backend } from "../../../platform/backend";
import { Reader } from "../../../platform/Reader";

/** The watched folders as the window shows them. */
export class FoldersStore {
  all = $state.raw<readonly WatchedFolder[]>([]);
  known = $state(false);
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.all = await backend.folders();
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#reader.ask();
  }

  forget() {
    this.all = [];
    this.known = false;
  }
}
