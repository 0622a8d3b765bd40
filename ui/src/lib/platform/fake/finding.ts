/** What is found and chosen in the invented library: scopes, searches, chosen items. */
import type {
  Chosen,
  GridItem,
  GridScope,
  ItemKey,
  SavedSearch,
  SearchPart,
  SearchSuggestion,
  SearchView,
  Segment,
} from "../../ipc/bindings";
import { dayOf, type FakeAlbum } from "./library";

const RUN = 200;
const DAY_PART = 500;
const FIRST = 200;

export class Finding {
  readonly #items: readonly GridItem[];
  readonly #byKey: ReadonlyMap<ItemKey, GridItem>;
  readonly #albums: readonly FakeAlbum[];
  readonly #described: (key: ItemKey) => string | null;
  readonly #segments = new Map<string, Map<string, readonly GridItem[]>>();
  missing = new Set<ItemKey>();
  saved: SavedSearch[] = [];

  constructor(
    items: readonly GridItem[],
    byKey: ReadonlyMap<ItemKey, GridItem>,
    albums: readonly FakeAlbum[],
    described: (key: ItemKey) => string | null,
  ) {
    this.#items = items;
    this.#byKey = byKey;
    this.#albums = albums;
    this.#described = described;
  }

  /** The items of a scope in its order, as its tiles carry them. */
  itemsOf(scope: GridScope): readonly GridItem[] {
    if (scope.kind === "album") {
      const keys = this.#albums.find(({ key }) => key === scope.album)?.items ?? [];
      return keys.flatMap((key, order) => {
        const item = this.#byKey.get(key);
        return item ? [{ ...item, order }] : [];
      });
    }
    if (scope.kind === "missing") return this.#items.filter(({ key }) => this.missing.has(key));
    if (scope.kind === "search") {
      const parts = this.parts(scope.text);
      return this.#items.filter((item) => parts.every((part) => !part.known || this.#passes(part, item)));
    }
    return this.missing.size === 0 ? this.#items : this.#items.filter(({ key }) => !this.missing.has(key));
  }

  forget(): void {
    this.#segments.clear();
  }

  segments(scope: GridScope): Segment[] {
    if (scope.kind === "album") {
      const { length } = this.itemsOf(scope);
      return Array.from({ length: Math.ceil(length / RUN) }, (_, run) => ({
        key: String(run),
        day: null,
        items: Math.min(RUN, length - run * RUN),
      }));
    }
    return [...this.#parts(scope)].map(([key, items]) => ({ key, day: key.slice(0, 10), items: items.length }));
  }

  grid(scope: GridScope, segments: readonly string[]): GridItem[][] {
    if (scope.kind === "album") {
      const items = this.itemsOf(scope);
      return segments.map((run) => items.slice(Number(run) * RUN, (Number(run) + 1) * RUN));
    }
    const parts = this.#parts(scope);
    return segments.map((key) => [...(parts.get(key) ?? [])]);
  }

  /** The days of a scope, long ones in parts. */
  #parts(scope: GridScope): Map<string, readonly GridItem[]> {
    const name = JSON.stringify(scope);
    const known = this.#segments.get(name);
    if (known) return known;
    const days = new Map<string, GridItem[]>();
    for (const item of this.itemsOf(scope)) {
      const day = dayOf(item);
      const last = days.get(day);
      if (last) last.push(item);
      else days.set(day, [item]);
    }
    const parts = new Map<string, readonly GridItem[]>();
    for (const [day, items] of days) {
      for (let part = 0; part * DAY_PART < items.length; part++) {
        parts.set(part === 0 ? day : `${day}#${String(part)}`, items.slice(part * DAY_PART, (part + 1) * DAY_PART));
      }
    }
    this.#segments.set(name, parts);
    return parts;
  }

  keysOf({ scope, spans, keys, without }: Chosen): ItemKey[] {
    const out = new Set(without);
    const chosen = new Set(keys);
    if (spans.length > 0) {
      for (const { key, order } of this.itemsOf(scope)) {
        if (!out.has(key) && spans.some(({ first, last }) => first <= order && order <= last)) chosen.add(key);
      }
    }
    return [...chosen];
  }

  parts(text: string): SearchPart[] {
    const found = [...text.matchAll(/(\w+):"([^"]*)"|(\w+):(\S+)|(\S+)/g)];
    return found.map((match) => {
      const [whole] = match;
      const filter = (match[1] ?? match[3] ?? "").toLowerCase();
      const value = match[2] ?? match[4] ?? whole;
      const at = match.index;
      const without = `${text.slice(0, at)}${text.slice(at + whole.length)}`.replace(/\s+/g, " ").trim();
      return this.#part(filter, value, whole, without);
    });
  }

  #part(filter: string, value: string, text: string, without: string): SearchPart {
    const part = (kind: SearchPart["kind"], label: string, known = true): SearchPart => ({
      kind,
      text,
      label,
      without,
      known,
    });
    if (filter === "type") return part("type", { video: "Videos", photo: "Photos" }[value] ?? value);
    if (filter === "album") return part("album", value, this.#albumNamed(value) !== undefined);
    if (filter === "camera") return part("camera", value);
    if (filter === "category") return part("category", value);
    if (filter === "has" || filter === "no")
      return part("description", filter === "has" ? "With a description" : "Without a description");
    if (text === "is:favorite") return part("favorites", "Favorites");
    if (filter === "is" || filter === "not")
      return part("uploaded", filter === "is" ? "Uploaded here" : "Not from here");
    if (/^20\d\d$/.test(text)) return part("date", text);
    return part("word", value);
  }

  #albumNamed(title: string): FakeAlbum | undefined {
    return this.#albums.find((album) => album.title.toLowerCase().startsWith(title.toLowerCase()));
  }

  #passes(part: SearchPart, item: GridItem): boolean {
    const value = part.text.replace(/^\w+:/, "").replaceAll('"', "");
    switch (part.kind) {
      case "type":
        return item.kind === value;
      case "album":
        return this.#albumNamed(value)?.items.includes(item.key) ?? false;
      case "date":
        return dayOf(item).startsWith(value);
      case "description":
        return (this.#described(item.key) !== null) === part.text.startsWith("has");
      case "word": {
        const words = `${item.fileName} ${this.#described(item.key) ?? ""}`.toLowerCase();
        return words.includes(value.toLowerCase());
      }
      default:
        return item.key % 5 === 0;
    }
  }

  view(text: string): SearchView {
    const found = this.itemsOf({ kind: "search", text });
    const parts = this.parts(text);
    const unknown = parts.find((part) => !part.known);
    return {
      parts,
      newest: found.slice(0, FIRST),
      more: found.length > FIRST,
      note: unknown ? `There is no album “${unknown.label}”. Everything else is searched.` : null,
      readPercent: 100,
    };
  }

  suggest(text: string, caret: number): SearchSuggestion[] {
    const before = text.slice(0, caret);
    const start = before.search(/\S*$/);
    const word = before.slice(start).toLowerCase();
    const rest = text.slice(caret);
    const whole = (piece: string): string => `${text.slice(0, start)}${piece} ${rest.trimStart()}`.trimEnd();
    const filters: [SearchSuggestion["kind"], string, string][] = [
      ["type", "type:video", "Videos"],
      ["type", "type:photo", "Photos"],
      ["favorites", "is:favorite", "Favorites"],
      ["description", "has:description", "With a description"],
      ["description", "no:description", "Without a description"],
      ["uploaded", "is:uploaded", "Uploaded here"],
      ["date", "2025", "2025"],
    ];
    const albums = this.#albums
      .filter(({ title }) => word !== "" && title.toLowerCase().includes(word.replace("album:", "")))
      .map((album) => ({
        kind: "album" as const,
        label: album.title,
        detail: `${String(album.items.length)} items`,
        text: whole(`album:"${album.title}"`),
      }));
    const named = filters
      .filter(([, piece, label]) => piece.startsWith(word) || label.toLowerCase().startsWith(word))
      .map(([kind, piece, label]) => ({ kind, label, detail: piece, text: whole(piece) }));
    return [...named, ...albums].slice(0, 8);
  }
}
