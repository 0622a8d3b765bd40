import type { PickView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";
import { isOver } from "./words";

/** The imports as the window shows them, the newest first. */
export class PicksStore {
  all = $state.raw<readonly PickView[]>([]);
  known = $state(false);
  readonly running = $derived(this.all.filter((pick) => !isOver(pick.state)));
  readonly over = $derived(this.all.filter((pick) => isOver(pick.state)));
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.all = await backend.imports();
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
