/** Where the window stands, and the way back. There are no addresses: the window has none. */
import type { AlbumKey, ItemKey, RecipeKey } from "../lib/ipc/bindings";

export type Route =
  | { page: "photos"; item?: ItemKey }
  | { page: "albums" }
  | { page: "album"; key: AlbumKey; item?: ItemKey }
  | { page: "shared" }
  | { page: "uploads" }
  | { page: "downloads" }
  | { page: "import" }
  /** What of a folder here is in Google Photos. */
  | { page: "safekeeping" }
  | { page: "recipes" }
  /** One recipe, or a new one. */
  | { page: "recipe"; key: RecipeKey | null }
  | { page: "recipeHistory"; key: RecipeKey }
  /** Calls made by hand. */
  | { page: "console" }
  | { page: "connection" }
  /** The wizard that connects Google Photos; it takes the whole window. */
  | { page: "connect" }
  /** What Albumen can see of the account. */
  | { page: "sees" }
  | { page: "search"; text: string; item?: ItemKey }
  | { page: "missing"; item?: ItemKey }
  /** What came by itself; `seen` shows what the person has seen too. */
  | { page: "new"; seen?: boolean; item?: ItemKey };

/** The pages that are a grid of items, on which one can be looked at. */
export type GridRoute = Extract<Route, { item?: ItemKey }>;

const KEPT = 100;

/** Tells places apart: `album:12`. */
export function routeName(route: Route): string {
  if (route.page === "search") return `search:${route.text}`;
  if (route.page === "recipe" || route.page === "recipeHistory") return `${route.page}:${route.key ?? "new"}`;
  if (route.page === "new") return route.seen ? "new:all" : "new";
  return route.page === "album" ? `album:${route.key}` : route.page;
}

/** Pages that are a way to somewhere, or an answer of the moment. */
const PASSING: readonly Route["page"][] = ["search", "missing", "connection", "sees", "recipe", "recipeHistory"];

/** Whether a start of the program comes back here. A search is a way to somewhere, not a place to live. */
export function isKept(route: Route): boolean {
  return !PASSING.includes(route.page);
}

const WITHOUT_ITEMS: readonly Route["page"][] = [
  ...(["albums", "shared", "uploads", "downloads", "import", "safekeeping", "console"] as const),
  ...(["recipes", "recipe", "recipeHistory"] as const),
  ...(["connection", "connect", "sees"] as const),
];

export function holdsItems(route: Route): route is GridRoute {
  return !WITHOUT_ITEMS.includes(route.page);
}

/** The same place with this item looked at, or with none. */
export function withItem(route: GridRoute, item: ItemKey | null): GridRoute {
  const place = { ...route };
  delete place.item;
  return item === null ? place : { ...place, item };
}

export function routeNamed(name: string): Route {
  if (name === "albums" || name === "shared" || name === "uploads") return { page: name };
  if (name === "new" || name === "new:all") return { page: "new" };
  if (name === "import" || name === "recipes" || name === "connect") return { page: name };
  if (name === "console" || name === "downloads" || name === "safekeeping") return { page: name };
  const album = /^album:(\d+)$/.exec(name)?.[1];
  return album === undefined ? { page: "photos" } : { page: "album", key: Number(album) };
}

export class Router {
  #past = $state.raw<readonly Route[]>([]);
  #future: readonly Route[] = [];
  route = $state.raw<Route>({ page: "photos" });

  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  get previous(): Route | undefined {
    return this.#past.at(-1);
  }

  go(route: Route) {
    if (routeName(route) === routeName(this.route) && this.itemOf(route) === this.itemOf(this.route)) return;
    this.#past = [...this.#past, this.route].slice(-KEPT);
    this.#future = [];
    this.route = route;
  }

  /** Another place without a step of its own, such as the next photo. */
  replace(route: Route) {
    this.route = route;
  }

  back() {
    const to = this.#past.at(-1);
    if (to === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.route];
    this.route = to;
  }

  forward() {
    const to = this.#future.at(-1);
    if (to === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.route];
    this.route = to;
  }

  /** Forgets the way: another account has other albums. */
  reset(route: Route) {
    this.#past = [];
    this.#future = [];
    this.route = route;
  }

  itemOf(route: Route): ItemKey | null {
    return "item" in route ? (route.item ?? null) : null;
  }
}
