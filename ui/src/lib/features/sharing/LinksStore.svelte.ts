import type { LinkView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";

/** The register of links as the window shows it: ours and pasted ones, the newest first. A copy. */
export class LinksStore {
  all = $state.raw<readonly LinkView[]>([]);
  known = $state(false);
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.all = await backend.links();
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#reader.ask();
  }

  /** Another account is shown: nothing of the old one stays. */
  forget() {
    this.all = [];
    this.known = false;
  }
}
