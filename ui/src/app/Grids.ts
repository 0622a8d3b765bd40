/** The grids of the pages. A scope that is shown again within a few steps finds its grid as it was left. */
import type { ConnectionKey, GridScope } from "../lib/ipc/bindings";
import { GridStore } from "../lib/features/timeline/GridStore.svelte";
import type { Backend } from "../lib/platform/backend";
import { holdsItems, type Route } from "./Router.svelte";

/** So many are kept beside the whole library. */
const MOST = 6;

export function scopeOf(route: Route): GridScope | null {
  if (!holdsItems(route)) return null;
  switch (route.page) {
    case "album":
      return { kind: "album", album: route.key };
    case "search":
      return { kind: "search", text: route.text };
    case "new":
      return { kind: "new", seen: route.seen ?? false };
    case "missing":
      return { kind: "missing" };
    default:
      return { kind: "all" };
  }
}

export class Grids {
  readonly #backend: Backend;
  #all: { connection: ConnectionKey; store: GridStore } | null = null;
  readonly #few = new Map<string, GridStore>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The same object as long as the same scope is shown. */
  of(route: Route, connection: ConnectionKey): GridStore | null {
    const scope = scopeOf(route);
    if (scope === null) return null;
    if (scope.kind === "all") return this.whole(connection);
    const name = JSON.stringify([connection, scope]);
    const store = this.#few.get(name) ?? new GridStore(this.#backend, scope);
    this.#few.delete(name);
    this.#few.set(name, store);
    const [oldest] = this.#few.keys();
    if (this.#few.size > MOST && oldest !== undefined) this.#few.delete(oldest);
    return store;
  }

  /** All items of a connection. */
  whole(connection: ConnectionKey): GridStore {
    if (this.#all?.connection !== connection)
      this.#all = { connection, store: new GridStore(this.#backend, { kind: "all" }) };
    return this.#all.store;
  }

  forget() {
    this.#few.clear();
  }
}
