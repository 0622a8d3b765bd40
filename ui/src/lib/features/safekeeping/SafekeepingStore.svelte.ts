import type {
  ConnectionKey,
  FileKeeping,
  JobId,
  JobView,
  ListFormat,
  SafekeepingFile,
  SafekeepingFilter,
  SafekeepingFolder,
  SafekeepingHead,
} from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Pieces, type Span } from "../../platform/Pieces.svelte";
import { Reader } from "../../platform/Reader";
import { branches, without } from "./tree";

/** How a report is looked at: folder by folder, or all its files in one list. */
export type Shape = "folders" | "files";

/** Work on a folder that this window began. */
export interface Work {
  folder: string;
  asks: boolean;
  job: JobView | null;
}

const MOST_AT_ONCE = 500;

/** What is looked at of which report. */
interface View {
  /** Tells lists of files apart: another filter or place is another list. */
  list: string;
  report: string;
  filter: SafekeepingFilter;
  within: string | null;
}

const NOWHERE: View = { list: "files", report: "", filter: { states: [], words: "" }, within: null };

/** Reports on folders as the window shows them, and what of the open one is looked at. The truth is in the local index. */
export class SafekeepingStore {
  reports = $state.raw<readonly SafekeepingHead[]>([]);
  known = $state(false);
  /** Which report is open; the only one, where there is one. */
  #folder = $state<string | null>(null);
  states = $state.raw<readonly FileKeeping[]>([]);
  words = $state("");
  /** Whether it is asked what could be deleted. */
  deletable = $state(false);
  shape = $state<Shape>("folders");
  /** The folder of the report that one went into. */
  at = $state("");
  folders = $state.raw<readonly SafekeepingFolder[]>([]);
  total = $state(0);
  /** What folders and files are of; they change together. */
  #view = $state.raw<View>(NOWHERE);
  /** Whether any are here. */
  ready = $state(false);
  selected = $state.raw<SafekeepingFile | null>(null);
  /** Its place in the list. */
  selectedAt = $state(-1);
  /** What runs, by job. */
  work = $state.raw<ReadonlyMap<JobId, Work>>(new Map());
  /** The folder whose check the person ended, until the next one. */
  stopped = $state<string | null>(null);

  readonly open = $derived(
    this.reports.find((report) => report.folder === this.#folder) ?? this.#only(this.reports, this.#folder),
  );
  readonly list = $derived(this.#view.list);
  readonly branches = $derived(this.#view.within === null ? [] : branches(this.folders, this.#view.within));
  readonly filtered = $derived(this.deletable || this.states.length > 0 || this.words.trim() !== "");
  readonly filter: SafekeepingFilter = $derived({
    states: this.deletable ? ["seen"] : [...this.states],
    words: this.words.trim(),
  });

  readonly #backend: Backend;
  readonly #list: Reader;
  readonly #content: Reader;
  readonly #rows: Pieces<SafekeepingFile>;
  #connection: ConnectionKey | null = null;
  /** What is to be shown, and how often that changed. */
  #next = NOWHERE;
  #wish = "";
  #views = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#rows = new Pieces(async (list, offset, limit) => {
      const view = this.#view;
      return list === view.list ? (await this.#files(view, offset, limit)).files : [];
    });
    this.#list = new Reader(async () => {
      const connection = this.#connection;
      if (connection === null) return;
      const reports = await backend.safekeepingReports(connection);
      if (connection !== this.#connection) return;
      this.reports = reports;
      this.known = true;
    });
    this.#content = new Reader(() => this.#readContent());
  }

  /** The one that is there stands for itself. */
  #only(reports: readonly SafekeepingHead[], asked: string | null): SafekeepingHead | null {
    return asked === null && reports.length === 1 ? (reports[0] ?? null) : null;
  }

  /** Reads the reports of an account, and what of the open one is looked at. */
  async read(connection: ConnectionKey): Promise<void> {
    this.#connection = connection;
    await this.#list.ask();
    if (this.#wish !== "") await this.#content.ask();
  }

  /** Shows the content of the open report; for an effect, which runs again as the filter and the place change. */
  show(): Promise<void> {
    const { open, filter, at } = this;
    const within = this.shape === "folders" ? at : null;
    const wish = open === null ? "" : JSON.stringify([open.folder, open.checkedMs, filter, within]);
    if (wish === this.#wish) return Promise.resolve();
    this.#wish = wish;
    if (open === null) return Promise.resolve();
    if (open.folder !== this.#next.report) this.ready = false;
    this.#next = { list: `files ${String(++this.#views)}`, report: open.folder, filter, within };
    return this.#content.ask();
  }

  async #readContent() {
    const view = this.#next;
    const connection = this.#connection;
    if (connection === null || view === NOWHERE) return;
    const all = view.filter.states.length === 0;
    const [folders, others, piece, rows] = await Promise.all([
      this.#backend.safekeepingFolders(connection, view.report, view.filter),
      all ? this.#backend.safekeepingFolders(connection, view.report, { ...view.filter, states: ["other"] }) : [],
      this.#files(view, 0, 1),
      this.#rows.again(),
    ]);
    if (view !== this.#next) return;
    // Order: counts and rows change in the same step, or rows would jump for a moment.
    this.folders = without(folders, others);
    this.total = piece.total;
    if (view === this.#view) this.#rows.take(rows);
    else this.selected = null;
    this.#view = view;
    this.ready = true;
    this.#keepSelected();
  }

  /** What is known of the selected file may be truer now; where another stands in its place, none is selected. */
  #keepSelected() {
    const { selected } = this;
    const there = this.row(this.selectedAt);
    if (selected !== null && there !== undefined) this.selected = there.path === selected.path ? there : null;
  }

  #files({ report, filter, within }: View, after: number, limit: number) {
    return this.#backend.safekeepingFiles(this.#connection ?? 0, report, filter, within, after, limit);
  }

  /** Shows what is known of a file, or no more. */
  select(file: SafekeepingFile, index: number) {
    const again = this.selected?.path === file.path;
    this.selected = again ? null : file;
    this.selectedAt = again ? -1 : index;
  }

  row(index: number): SafekeepingFile | undefined {
    return this.#rows.row(this.#view.list, index);
  }

  look(spans: readonly Span[]): Promise<void> {
    return this.#rows.look(spans.filter(({ list }) => list === this.#view.list));
  }

  /** Opens a report, or with null the list of them. */
  choose(folder: string | null) {
    this.#folder = folder;
    this.clear();
  }

  enter(path: string) {
    this.at = path;
    this.selected = null;
  }

  /** Everything is shown again, folder by folder. */
  clear() {
    this.states = [];
    this.words = "";
    this.deletable = false;
    this.shape = "folders";
    this.enter("");
  }

  toggle(state: FileKeeping) {
    const without = this.states.filter((one) => one !== state);
    const more = without.length === this.states.length;
    this.#narrow(() => {
      this.deletable = false;
      this.states = more ? [...this.states, state] : without;
    });
  }

  toggleDeletable() {
    this.#narrow(() => {
      this.deletable = !this.deletable;
      this.states = [];
    });
  }

  find(words: string) {
    this.#narrow(() => (this.words = words));
  }

  /** Who narrows wants to see the files at once, wherever they lie; who stops, the folders again. */
  #narrow(change: () => void) {
    const before = this.filtered;
    change();
    this.selected = null;
    if (before !== this.filtered) this.shape = this.filtered ? "files" : "folders";
  }

  /** The whole paths of files in this state; none where there are more than that. */
  async paths(state: FileKeeping, most = MOST_AT_ONCE): Promise<string[] | null> {
    const { open } = this;
    if (open === null || this.#connection === null || open.byState[state].files > most) return null;
    const filter = { states: [state], words: "" };
    const { files } = await this.#backend.safekeepingFiles(this.#connection, open.folder, filter, null, 0, most);
    return files.map(({ path }) => path);
  }

  /** Writes what is shown to a file. Gives how many files that are. */
  export(form: ListFormat, to: string): Promise<number> {
    return this.#backend.exportReport(this.#connection ?? 0, this.open?.folder ?? "", this.filter, form, to);
  }

  workOn(folder: string, asks: boolean): [JobId, Work] | undefined {
    return [...this.work].find(([, work]) => work.folder === folder && work.asks === asks);
  }

  begun(id: JobId, folder: string, asks: boolean) {
    this.stopped = null;
    this.work = new Map(this.work).set(id, { folder, asks, job: null });
  }

  follow(job: JobView) {
    const work = this.work.get(job.id);
    if (work !== undefined) this.work = new Map(this.work).set(job.id, { ...work, job });
  }

  ended({ id, state }: JobView) {
    const work = this.work.get(id);
    if (state === "cancelled" && work?.asks === false) this.stopped = work.folder;
    this.work = new Map([...this.work].filter(([job]) => job !== id));
  }

  forget() {
    this.reports = [];
    this.known = false;
    this.#connection = null;
    this.#wish = "";
    this.#view = NOWHERE;
    this.#next = NOWHERE;
    this.#rows.forget();
    this.folders = [];
    this.total = 0;
    this.ready = false;
    this.work = new Map();
    this.stopped = null;
    this.choose(null);
  }
}
