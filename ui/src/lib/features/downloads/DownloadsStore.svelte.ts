import type { DownloadView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { isOver } from "./words";

/** The downloads as the window shows them, the newest first. */
export class DownloadsStore {
  all = $state.raw<readonly DownloadView[]>([]);
  known = $state(false);
  readonly open = $derived(this.all.filter((download) => !isOver(download.state)));
  readonly over = $derived(this.all.filter((download) => isOver(download.state)));
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.all = await backend.downloads();
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
