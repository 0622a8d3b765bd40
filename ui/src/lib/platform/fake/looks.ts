/** The first request after a sign-in, and what Google answers it, as the invented program plays it. */
import type { ConnectionKey, ConnectionView } from "../../ipc/bindings";
import type { Scene } from "./scene";

/** How long Google thinks. */
const ANSWER_MS = 60;

type Change = (one: ConnectionView) => Partial<ConnectionView>;

export class FakeLooks {
  readonly #scene: Scene;
  readonly #become: (key: ConnectionKey, change: Change) => void;
  readonly #ended: (failure: string | null) => void;
  /** Connections of which nothing was listed yet. */
  readonly #unseen = new Set<ConnectionKey>();

  /** `ended` is told how the look went, once the connection is what it became. */
  constructor(
    scene: Scene,
    become: (key: ConnectionKey, change: Change) => void,
    ended: (failure: string | null) => void,
  ) {
    this.#scene = scene;
    this.#become = become;
    this.#ended = ended;
  }

  unseen = (key: ConnectionKey | null) => key !== null && this.#unseen.has(key);

  /** A new connection is looked at for the first time. */
  begin(key: ConnectionKey) {
    this.#unseen.add(key);
    setTimeout(() => this.#answer(key, this.#scene.has("api-off")), ANSWER_MS);
  }

  /** One whose API was switched off is looked at again. */
  again(key: ConnectionKey) {
    setTimeout(() => this.#answer(key, this.#scene.has("api-stays-off")));
  }

  #answer(key: ConnectionKey, off: boolean) {
    if (!off) this.#unseen.delete(key);
    this.#become(key, ({ missing }) =>
      off
        ? { syncing: false, health: "apiOff" }
        : { syncing: false, syncedMs: Date.now(), health: missing.length > 0 ? "consentMissing" : "connected" },
    );
    this.#ended(off ? "The Photos Library API is switched off in your Google Cloud project." : null);
  }
}
