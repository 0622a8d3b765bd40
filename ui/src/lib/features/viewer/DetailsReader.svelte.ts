/** What is known of the item shown. The last answer stays until the next is here. */
import type { ItemDetails, ItemKey } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";

export class DetailsReader {
  details = $state.raw<ItemDetails | null>(null);
  failure = $state<string | null>(null);
  #turn = 0;

  async read(backend: Backend, key: ItemKey): Promise<void> {
    const turn = ++this.#turn;
    try {
      const found = await backend.itemDetails(key);
      if (turn === this.#turn) [this.details, this.failure] = [found, null];
    } catch (refused) {
      if (turn !== this.#turn) return;
      [this.details, this.failure] = [null, (refused as { message?: string }).message ?? null];
    }
  }

  /** Of this item, not of the one before. */
  of(key: ItemKey): ItemDetails | null {
    return this.details?.item.key === key ? this.details : null;
  }
}
