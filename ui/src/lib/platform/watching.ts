/** What the front end asks of the program about what came into a library by itself. */
import type { ConnectionKey, WatchingView, WatchSettings } from "../ipc/bindings";

export interface WatchingCalls {
  /** How a connection is watched and what of it is new. The items are the grid of the scope `new`. */
  watching(key: ConnectionKey): Promise<WatchingView>;
  saveWatching(key: ConnectionKey, settings: WatchSettings): Promise<void>;
  /** What came up to this number is seen. Gives when, for {@link markUnseen}; null where nothing changed. */
  markSeen(key: ConnectionKey, upTo: number): Promise<number | null>;
  /** Takes that back. */
  markUnseen(key: ConnectionKey, seenMs: number): Promise<void>;
  /** The person asked from outside the window for what is new in a connection. */
  onShowNew(listener: (key: ConnectionKey) => void): () => void;
}
