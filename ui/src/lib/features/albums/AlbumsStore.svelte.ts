import type { AlbumKey, AlbumView } from "../../ipc/bindings";
import type { Backend } from "../../platform/backend";
import { Reader } from "../../platform/Reader";

export type AlbumSort = "newest" | "title";

/** The albums as the window shows them. The truth is in the local index; this is a copy. */
export class AlbumsStore {
  all = $state.raw<readonly AlbumView[]>([]);
  /** Whether the first read has come: before it nothing is "empty". */
  known = $state(false);
  query = $state("");
  sort = $state<AlbumSort>("newest");
  readonly shown = $derived(arranged(this.all, this.query, this.sort));
  readonly #reader: Reader;

  constructor(backend: Backend) {
    this.#reader = new Reader(async () => {
      this.all = await backend.albums();
      this.known = true;
    });
  }

  read(): Promise<void> {
    return this.#reader.ask();
  }

  /** Another account is shown: nothing of the old one stays. */
  forget() {
    this.all = [];
    this.known = false;
  }

  get(key: AlbumKey): AlbumView | undefined {
    return this.all.find((album) => album.key === key);
  }

  /** Takes in what an answer said before the next read says it again. */
  put(album: AlbumView) {
    const there = this.all.some((a) => a.key === album.key);
    this.all = there ? this.all.map((a) => (a.key === album.key ? album : a)) : [album, ...this.all];
  }
}

/** Letters only, without marks: `facades` finds `Façades`. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Albums whose title holds every word of the query, sorted. */
export function arranged(albums: readonly AlbumView[], query: string, sort: AlbumSort): AlbumView[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = albums.filter((album) => words.every((word) => plain(titleOf(album)).includes(word)));
  if (sort === "title") {
    const { compare } = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });
    return found.sort((a, b) => compare(titleOf(a), titleOf(b)));
  }
  return found.sort((a, b) => (b.newestMs ?? Infinity) - (a.newestMs ?? Infinity) || b.key - a.key);
}

/** Google allows an album without a title. */
export function titleOf(album: AlbumView): string {
  return album.title === "" ? "Untitled album" : album.title;
}
