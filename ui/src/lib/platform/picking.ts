/** What the front end asks of the program about choosing from the whole library. */
import type { NotFetched, PickKey, PickOrder, PickView } from "../ipc/bindings";

export interface PickingCalls {
  /** Gives the page on which to choose, to be opened in the browser; the rest goes on by itself. */
  beginPick(order: PickOrder): Promise<PickView>;
  imports(): Promise<PickView[]>;
  /** What could not be fetched, and why. */
  notFetched(key: PickKey): Promise<NotFetched[]>;
  cancelPick(key: PickKey): Promise<void>;
  retryPick(key: PickKey): Promise<PickView>;
  /** Takes one that is over out of the list; its files stay. */
  forgetPick(key: PickKey): Promise<void>;
  copyPickPage(key: PickKey): Promise<void>;
  showPickFolder(key: PickKey): Promise<void>;
}
