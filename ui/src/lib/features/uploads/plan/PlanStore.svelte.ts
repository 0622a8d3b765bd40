import type {
  AlbumKey,
  PlanAlbumKey,
  PlanFileKey,
  PlanGroup,
  PlanKey,
  PlanOptions,
  PlanRow,
  PlanView,
} from "../../../ipc/bindings";
import type { Backend } from "../../../platform/backend";
import { Pieces, type Span } from "../../../platform/Pieces.svelte";
import { Reader } from "../../../platform/Reader";
import { sentenceOf } from "../../../platform/refusal";

/** A plan as the window shows it, and what the person decides in it. */
export class PlanStore {
  readonly key: PlanKey;
  view = $state.raw<PlanView | null>(null);
  /** Why the last step was refused; nothing was sent. */
  error = $state<string | null>(null);
  /** The album the files were dropped on, which stays among the choices. */
  into = $state<AlbumKey | null>(null);
  readonly #backend: Backend;
  readonly #reader: Reader;
  readonly #rows: Pieces<PlanRow>;

  constructor(backend: Backend, key: PlanKey) {
    this.key = key;
    this.#backend = backend;
    this.#rows = new Pieces((group, offset, limit) => backend.planRows(key, group as PlanGroup, offset, limit));
    this.#reader = new Reader(async () => {
      const view = await backend.planView(key);
      const rows = await this.#rows.again();
      this.view = view;
      this.#rows.take(rows);
      if (view.options.albums.kind === "into") this.into = view.options.albums.album;
    });
  }

  /** A plan that was started or discarded is read no more: that is no failure. */
  async read(): Promise<void> {
    await this.#reader.ask().catch((refused: unknown) => {
      if (this.view === null) this.error = sentenceOf(refused);
    });
  }

  row = (group: string, index: number) => this.#rows.row(group, index);
  look = (spans: readonly Span[]) => this.#attempt(() => this.#rows.look(spans), false);

  setOptions(change: Partial<PlanOptions>): Promise<boolean> {
    if (this.view === null) return Promise.resolve(false);
    const options = { ...this.view.options, ...change };
    // What was chosen is seen at once; the figures follow.
    this.view = { ...this.view, options };
    return this.#attempt(() => this.#backend.planSetOptions(this.key, options));
  }

  renameAlbum(album: PlanAlbumKey, title: string): Promise<boolean> {
    return this.#attempt(() => this.#backend.planRenameAlbum(this.key, album, title));
  }

  useAlbum(album: PlanAlbumKey, existing: AlbumKey | null): Promise<boolean> {
    return this.#attempt(() => this.#backend.planUseAlbum(this.key, album, existing));
  }

  leaveOut(file: PlanFileKey, out: boolean): Promise<boolean> {
    return this.#attempt(() => this.#backend.planLeaveOut(this.key, file, out));
  }

  start(): Promise<boolean> {
    return this.#attempt(() => this.#backend.planStart(this.key), false);
  }

  picture = (file: PlanFileKey) => this.#backend.pictureUrl({ of: "plan", key: file });

  /** Does it and reads how the plan stands then. Gives whether it went well. */
  async #attempt(work: () => Promise<void>, read = true): Promise<boolean> {
    let went = true;
    try {
      this.error = null;
      await work();
    } catch (refused) {
      this.error = sentenceOf(refused);
      went = false;
    }
    if (read) await this.read();
    return went;
  }
}
