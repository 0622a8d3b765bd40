/**
 * What the window holds while it is open: where it stands, the copies of what the index says, what is selected. Every
 * step a person takes goes through here, so that bars, menus and keys do the same.
 */
import type { AlbumView, AppState, Chosen, CloseAsked, ItemKey, JobId, LibraryFacts } from "../lib/ipc/bindings";
import { AlbumsStore } from "../lib/features/albums/AlbumsStore.svelte";
import { DownloadsStore } from "../lib/features/downloads/DownloadsStore.svelte";
import { ConsoleStore } from "../lib/features/console/ConsoleStore.svelte";
import { PicksStore } from "../lib/features/picking/PicksStore.svelte";
import { SafekeepingStore } from "../lib/features/safekeeping/SafekeepingStore.svelte";
import { FoldersStore } from "../lib/features/uploads/folders/FoldersStore.svelte";
import { LinksStore } from "../lib/features/sharing/LinksStore.svelte";
import { SearchStore } from "../lib/features/search/SearchStore.svelte";
import type { PlanStore } from "../lib/features/uploads/plan/PlanStore.svelte";
import { Selection } from "../lib/features/timeline/Selection.svelte";
import { UploadsStore } from "../lib/features/uploads/UploadsStore.svelte";
import type { Backend, WindowSettings } from "../lib/platform/backend";
import { Reader } from "../lib/platform/Reader";
import { sentenceOf, wasCancelled } from "../lib/platform/refusal";
import { AskedSync } from "./AskedSync";
import type { DialogState } from "./dialogs";
import { EndedJobs } from "./EndedJobs";
import { Grids } from "./Grids";
import { kept } from "./kept";
import { photosFirst } from "./photosFirst";
import { Problem } from "./Problem.svelte";
import { RunningJobs } from "./RunningJobs.svelte";
import { showNew } from "./watchSteps";
import { followRunning } from "./jobSteps";
import { holdsItems, isKept, Router, routeName, routeNamed, withItem, type Route } from "./Router.svelte";

export class Session {
  readonly backend: Backend;
  readonly router = new Router();
  readonly albums: AlbumsStore;
  readonly links: LinksStore;
  readonly uploads: UploadsStore;
  readonly folders: FoldersStore;
  readonly downloads: DownloadsStore;
  readonly picks: PicksStore;
  readonly safekeeping: SafekeepingStore;
  readonly calls: ConsoleStore;
  readonly searching: SearchStore;
  readonly grids: Grids;
  readonly selection = new Selection((chosen) => this.backend.countChosen(chosen));
  state = $state.raw<AppState>() as AppState;
  settings = $state.raw<WindowSettings>() as WindowSettings;
  /** Counts up with the index; the grid reads again when it changes. */
  generation = $state(0);
  dialog = $state.raw<DialogState | null>(null);
  readonly trouble = new Problem();
  readonly #asked = new AskedSync(this.trouble);
  /** Whether the page of the connection shall check it now. */
  checkAsked = $state(false);
  /** Whether the new album is being named on the Albums page. */
  naming = $state(false);
  /** Whether the album's title is being edited in place. */
  retitling = $state(false);
  /** The tile that takes the focus once the viewer has closed. */
  focusKey = $state.raw<ItemKey | null>(null);
  /** How far down the albums one was, to be there again. */
  readonly albumsScroll = { top: 0 };
  /** Files dropped before there was a place for them to go. */
  held = $state.raw<readonly string[]>([]);
  /** What of the uploads is shown. */
  uploadsTab = $state<"queue" | "folders">("queue");
  /** Whether the small panel shows its heading only. */
  panelFolded = $state(kept("panelFolded"));
  /** The search field of the top bar, where it is shown. */
  search = $state.raw<HTMLInputElement | undefined>(undefined);
  /** Whether the search field is open where there is only room for its icon. */
  searchOpen = $state(false);
  /** How the library stands; none before the first answer. */
  facts = $state.raw<LibraryFacts | null>(null);

  /** The plan that is looked at. */
  plan = $state.raw<PlanStore | null>(null);
  /** The window is to be closed while files go up. */
  closeAsked = $state.raw<CloseAsked | null>(null);

  readonly connection = $derived(this.state.connections.find((c) => c.key === this.state.current) ?? null);
  readonly route = $derived(this.router.route);
  /** Whether the first list of this account is still coming in: nothing is "empty" before it is here. */
  readonly arriving = $derived(
    this.connection !== null && this.connection.syncing && this.connection.syncedMs === null,
  );
  readonly viewing = $derived(this.router.itemOf(this.route));

  readonly #reader: Reader;

  get #lists() {
    return [this.albums, this.links, this.uploads, this.folders, this.downloads, this.picks];
  }

  constructor(backend: Backend, state: AppState, settings: WindowSettings) {
    this.backend = backend;
    this.state = state;
    this.settings = settings;
    this.albums = new AlbumsStore(backend);
    this.links = new LinksStore(backend);
    this.uploads = new UploadsStore(backend);
    this.folders = new FoldersStore(backend);
    this.downloads = new DownloadsStore(backend);
    this.picks = new PicksStore(backend);
    this.safekeeping = new SafekeepingStore(backend);
    this.calls = new ConsoleStore(backend);
    this.searching = new SearchStore(backend);
    this.grids = new Grids(backend);
    this.#reader = new Reader(async () => void (this.state = await backend.appState()));
    this.router.reset(routeNamed(settings.lastView));
  }

  /** What went wrong where there is no better place to say it. */
  get problem(): string | null {
    return this.trouble.text;
  }
  set problem(text: string | null) {
    this.trouble.say(text);
  }

  /** The album of the page, as far as it is known. */
  get album(): AlbumView | null {
    return this.route.page === "album" ? (this.albums.get(this.route.key) ?? null) : null;
  }

  /** The items of the page's grid; the same object as long as the same scope is shown. */
  readonly grid = $derived.by(() =>
    this.state.current === null ? null : this.grids.of(this.route, this.state.current),
  );

  #subject: ItemKey | null = null;

  /** What an action works on: what is selected, or the one item that a menu was opened on. */
  get chosen(): Chosen {
    if (this.#subject === null) return this.selection.chosen;
    return { scope: this.grid?.scope ?? { kind: "all" }, spans: [], keys: [this.#subject], without: [] };
  }

  get chosenCount(): number {
    return this.#subject === null ? this.selection.size : 1;
  }

  /** The one item that is chosen; none where there are more. */
  get chosenKey(): ItemKey | null {
    return this.#subject ?? this.selection.onlyKey;
  }

  readonly ended = new EndedJobs();
  readonly running = new RunningJobs();
  /** The last job that can be undone. */
  undoable = $state<JobId | null>(null);

  /** Does something with this item as what is chosen; with null, with what is selected. */
  on<T>(item: ItemKey | null, work: () => T): T {
    this.#subject = item;
    try {
      return work();
    } finally {
      this.#subject = null;
    }
  }

  /** Reads all copies and keeps them fresh. Gives the way to stop. */
  start(): () => void {
    void photosFirst(() => this.grid).then(() => this.#showSome());
    const stops = [
      this.backend.onIndexChanged(({ generation }) => {
        this.generation = generation;
        void this.readAll();
      }),
      this.backend.onJob(({ job }) => {
        this.ended.follow(job);
        this.running.follow(job);
        this.safekeeping.follow(job);
        if (job.kind === "download") void this.quietly(this.downloads.read());
        if (job.kind === "upload") void this.quietly(this.uploads.read());
        if (job.kind === "plan") void this.quietly(this.plan?.read() ?? Promise.resolve());
        if (job.kind !== "sync") return;
        void this.quietly(this.#reader.ask());
        this.#asked.follow(job);
      }),
      this.backend.onCloseAsked((asked) => (this.closeAsked = asked)),
      this.backend.onShowRecipes(() => this.go({ page: "recipes" })),
      this.backend.onShowUploads(() => this.go({ page: "uploads" })),
      this.backend.onShowNew((key) => void showNew(this, key)),
    ];
    // Order: whoever listens first misses no end.
    void this.quietly(followRunning(this));
    return () => stops.forEach((stop) => stop());
  }

  /** With accounts there is always one that is shown. */
  async #showSome() {
    const [first] = this.state.connections;
    if (this.state.current === null && first)
      await this.quietly(this.backend.selectConnection(first.key).then(() => {}));
    await this.readAll();
  }

  /** Looks for what is new because the person asked: says how it went. */
  async sync() {
    this.#asked.begun(await this.attempt(() => this.backend.syncNow()));
  }

  async readAll() {
    // Order: which account is shown is read first. An old answer would leave out the lists of one that was just added.
    await this.quietly(this.#reader.ask());
    if (this.state.current === null) return;
    const reads = [...this.#lists.map((copies) => copies.read()), this.readSearches(), this.#readFacts()];
    await Promise.all(reads.map((read) => this.quietly(read)));
  }

  readSearches(): Promise<void> {
    return this.state.current === null ? Promise.resolve() : this.searching.read(this.state.current);
  }

  async #readFacts() {
    this.facts = await this.backend.libraryFacts();
  }

  /** A failed read keeps the old copy and says why. */
  async quietly(read: Promise<void>) {
    await read.catch(this.trouble.refuse);
  }

  /** Does what the person asked for; a refusal is said above the page. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      this.problem = null;
      return await work();
    } catch (refused) {
      if (!wasCancelled(refused)) this.trouble.refuse(refused);
      return undefined;
    }
  }

  /** The same for a place that shows the sentence itself: gives it, or null. */
  async sentence(work: () => Promise<unknown>): Promise<string | null> {
    try {
      await work();
      return null;
    } catch (refused) {
      return sentenceOf(refused);
    }
  }

  go(route: Route) {
    if (routeName(route) !== routeName(this.route)) this.#leave();
    this.router.go(route);
    if (isKept(route)) this.keep({ lastView: routeName(route) });
  }

  back() {
    const before = routeName(this.route);
    const seen = this.viewing;
    this.router.back();
    if (routeName(this.route) !== before) this.#leave();
    else if (seen !== null) this.focusKey = seen;
    if (isKept(this.route)) this.keep({ lastView: routeName(this.route) });
  }

  forward() {
    const before = routeName(this.route);
    this.router.forward();
    if (routeName(this.route) !== before) this.#leave();
  }

  #leave() {
    this.selection.clear();
    this.problem = null;
    this.naming = false;
    this.retitling = false;
    this.focusKey = null;
    this.searchOpen = false;
  }

  openItem(key: ItemKey) {
    this.focusKey = null;
    if (holdsItems(this.route)) this.go(withItem(this.route, key));
  }

  navigateItem(key: ItemKey) {
    if (holdsItems(this.route)) this.router.replace(withItem(this.route, key));
  }

  closeItem(key: ItemKey) {
    const { previous } = this.router;
    const { route } = this;
    if (!holdsItems(route)) return;
    if (previous && routeName(previous) === routeName(route) && this.router.itemOf(previous) === null)
      this.router.back();
    else this.router.replace(withItem(route, null));
    this.focusKey = key;
  }

  /** Takes in that another account is shown, or none; on this page. */
  async switched(to: Route = { page: "photos" }) {
    this.grids.forget();
    await this.quietly(this.#reader.ask());
    for (const copies of [...this.#lists, this.searching, this.calls, this.safekeeping]) copies.forget();
    this.facts = null;
    this.#leave();
    this.router.reset(to);
    this.generation += 1;
    await this.readAll();
  }

  foldPanel(folded: boolean) {
    this.panelFolded = folded;
    localStorage.setItem("panelFolded", String(folded));
  }

  keep(change: Partial<WindowSettings>) {
    this.settings = { ...this.settings, ...change };
    void this.backend.saveSettings(this.settings).catch(this.trouble.refuse);
  }

  picture = (key: ItemKey, size: 256 | 512) => this.backend.pictureUrl({ of: "item", key, size });
}
