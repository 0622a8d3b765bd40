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
import { dayOf, type FakeAlbum, type Items } from "./library";
import type { FakeRun } from "./watching";

const RUN = 200;
const DAY_PART = 500;
const FIRST = 200;

const partKey = (day: string, part: number): string => (part === 0 ? day : `${day}#${String(part)}`);

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `june 2024` as `2024-06`. */
function monthOf(text: string): string | undefined {
  const [, name, year] = /^([a-z]+) (20\d\d)$/i.exec(text) ?? [];
  const month = MONTHS.indexOf(name?.toLowerCase().slice(0, 3) ?? "");
  return month < 0 ? undefined : `${String(year)}-${String(month + 1).padStart(2, "0")}`;
}

export class Finding {
  readonly #items: Items;
  readonly #albums: readonly FakeAlbum[];
  readonly #described: (key: ItemKey) => string | null;
  readonly #segments = new Map<string, Map<string, readonly GridItem[]>>();
  #byDay: Map<string, { first: number; items: number }> | null = null;
  missing = new Set<ItemKey>();
  /** What came by itself, the last first; with what was seen, or without. */
  news: (seen: boolean) => FakeRun[] = () => [];
  saved: SavedSearch[] = [];

  constructor(items: Items, albums: readonly FakeAlbum[], described: (key: ItemKey) => string | null) {
    this.#items = items;
    this.#albums = albums;
    this.#described = described;
  }

  /** The items of a scope in its order, as its tiles carry them. */
  itemsOf(scope: GridScope): readonly GridItem[] {
    if (scope.kind === "album") {
      const keys = this.#albums.find(({ key }) => key === scope.album)?.items ?? [];
      return keys.flatMap((key, order) => {
        const item = this.#items.find(key);
        return item ? [{ ...item, order }] : [];
      });
    }
    if (scope.kind === "new") return this.news(scope.seen).flatMap(({ items }) => items);
    const all = this.#items.slice(0, this.#items.length);
    if (scope.kind === "missing") return all.filter(({ key }) => this.missing.has(key));
    if (scope.kind === "search") {
      const parts = this.parts(scope.text);
      return all.filter((item) => parts.every((part) => !part.known || this.#passes(part, item)));
    }
    return all.filter(({ key }) => !this.missing.has(key));
  }

  /** The days of a library that is computed: nothing of it is listed. */
  get #days(): Items["days"] {
    return this.missing.size === 0 ? this.#items.days : null;
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
    if (scope.kind === "new")
      return this.news(scope.seen).map(({ day, items }) => ({ key: day, day, items: items.length }));
    if (scope.kind === "all" && this.#days) {
      return this.#days.flatMap(({ day, items }) =>
        Array.from({ length: Math.ceil(items / DAY_PART) }, (_, part) => ({
          key: partKey(day, part),
          day,
          items: Math.min(DAY_PART, items - part * DAY_PART),
        })),
      );
    }
    return [...this.#parts(scope)].map(([key, items]) => ({ key, day: key.slice(0, 10), items: items.length }));
  }

  grid(scope: GridScope, segments: readonly string[]): GridItem[][] {
    if (scope.kind === "album") {
      const items = this.itemsOf(scope);
      return segments.map((run) => items.slice(Number(run) * RUN, (Number(run) + 1) * RUN));
    }
    if (scope.kind === "new") {
      const runs = this.news(scope.seen);
      return segments.map((key) => runs.find(({ day }) => day === key)?.items ?? []);
    }
    const days = this.#days;
    if (scope.kind === "all" && days) {
      this.#byDay ??= new Map(days.map((day) => [day.day, day]));
      return segments.map((key) => {
        const { first, items } = this.#byDay?.get(key.slice(0, 10)) ?? { first: 0, items: 0 };
        const from = first + Number(key.slice(11)) * DAY_PART;
        return this.#items.slice(from, Math.min(first + items, from + DAY_PART));
      });
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
        parts.set(partKey(day, part), items.slice(part * DAY_PART, (part + 1) * DAY_PART));
      }
    }
    this.#segments.set(name, parts);
    return parts;
  }

  /** How many items are chosen. */
  count(chosen: Chosen): number {
    if (chosen.scope.kind !== "all" || this.missing.size > 0) return this.keysOf(chosen).length;
    const inSpans = chosen.spans.reduce((sum, { first, last }) => sum + this.#above(first) - this.#above(last + 1), 0);
    return inSpans + chosen.keys.length - chosen.without.length;
  }

  /** How many items have this order or a larger one. */
  #above(order: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#items.orderAt(middle) >= order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  keysOf({ scope, spans, keys, without }: Chosen): ItemKey[] {
    const out = new Set(without);
    const there = scope.kind === "missing" ? this.missing : null;
    const chosen = new Set(keys.filter((key) => (there ? there.has(key) : !this.missing.has(key))));
    if (spans.length > 0) {
      for (const { key, order } of this.itemsOf(scope)) {
        if (!out.has(key) && spans.some(({ first, last }) => first <= order && order <= last)) chosen.add(key);
      }
    }
    return [...chosen];
  }

  parts(text: string): SearchPart[] {
    const found = [
      ...text.matchAll(
        /(\w+):"([^"]*)"|(\w+):([^\s;]+)|((?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* 20\d\d)|[^\s;]+)/gi,
      ),
    ];
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
    if (text === "is:picked") return part("uploaded", "Picked in Google Photos");
    if (filter === "is" || filter === "not")
      return part("uploaded", filter === "is" ? "Uploaded here" : "Not from here");
    if (monthOf(text)) return part("date", `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`);
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
        return dayOf(item).startsWith(monthOf(value) ?? value);
      case "description":
        return (this.#described(item.key) !== null) === part.text.startsWith("has");
      case "word": {
        const albums = this.#albums.filter(({ items }) => items.includes(item.key)).map(({ title }) => title);
        const words = [item.fileName, this.#described(item.key) ?? "", ...albums].join(" ").toLowerCase();
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
      ["uploaded", "is:picked", "Picked in Google Photos"],
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
