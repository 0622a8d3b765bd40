/** What the palette offers: actions that are possible now, albums, links to copy, kept searches, accounts, and a search for what was typed. */
import Bookmark from "@lucide/svelte/icons/bookmark";
import BookImage from "@lucide/svelte/icons/book-image";
import CircleUser from "@lucide/svelte/icons/circle-user";
import History from "@lucide/svelte/icons/history";
import Link from "@lucide/svelte/icons/link";
import Search from "@lucide/svelte/icons/search";
import { ranked } from "../lib/design/fuzzy";
import type { Icon } from "../lib/design/icon";
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { counted } from "../lib/words/format";
import { keyLabel } from "../lib/words/keys";
import { linkTitle } from "../lib/words/link";
import { possible, table, type ActionName } from "./actions";
import { show } from "./connectionSteps";
import { searchFor } from "./searchSteps";
import type { Session } from "./Session.svelte";
import { copyLinkAloud } from "./steps";

export interface PaletteRow {
  /** Tells it from all others. */
  id: string;
  icon: Icon;
  label: string;
  /** Quiet, at the right: a key or what it is. */
  note: string;
  isKey: boolean;
  /** Other words by which it is found. */
  words: readonly string[];
  run: () => void;
}

const MOST = 50;
const RECENT = 6;
/** The palette does not offer itself. */
const NOT_HERE = new Set<ActionName>(["palette", "clearSelection"]);

/** Everything there is to choose from. */
export function allRows(session: Session): PaletteRow[] {
  const { saved, recent } = session.searching;
  const acts = (Object.keys(table) as ActionName[]).filter((name) => !NOT_HERE.has(name) && possible(session, name));
  return [
    ...acts.map((name) => actionRow(session, name)),
    ...session.albums.all.map((album) => ({
      id: `album ${String(album.key)}`,
      icon: BookImage,
      label: titleOf(album),
      note: counted(album.items, "item"),
      isKey: false,
      words: [],
      run: () => session.go({ page: "album", key: album.key }),
    })),
    ...session.links.all
      .filter(({ state }) => state !== "dead")
      .map((link) => ({
        id: `link ${String(link.key)}`,
        icon: Link,
        label: `Copy link of “${linkTitle(link)}”`,
        note: link.album === null ? "Shared with you" : "Link",
        isKey: false,
        words: ["share"],
        run: () => void copyLinkAloud(session, link),
      })),
    ...saved.map((one) => ({
      id: `search ${String(one.key)}`,
      icon: Bookmark,
      label: one.name,
      note: "Saved search",
      isKey: false,
      words: [one.text],
      run: () => searchFor(session, one.text),
    })),
    ...recent.texts.map((text) => ({
      id: `recent ${text}`,
      icon: History,
      label: text,
      note: "Searched lately",
      isKey: false,
      words: [],
      run: () => searchFor(session, text),
    })),
    ...session.state.connections
      .filter(({ key }) => key !== session.state.current)
      .map((connection) => ({
        id: `connection ${String(connection.key)}`,
        icon: CircleUser,
        label: connection.name,
        note: connection.email === connection.name ? "Account" : connection.email,
        isKey: false,
        words: [connection.email],
        run: () => void show(session, connection.key),
      })),
  ];
}

function actionRow(session: Session, name: ActionName): PaletteRow {
  const { label, icon, keys, group, words } = table[name];
  return {
    id: name,
    icon,
    label,
    note: keys ? keyLabel(keys) : group,
    isKey: keys !== undefined,
    words: words ?? [],
    run: () => table[name].run(session),
  };
}

/** What fits what was typed; what was used lately where nothing is typed. */
export function found(
  typed: string,
  all: readonly PaletteRow[],
  recent: readonly string[],
  search: (text: string) => void,
): PaletteRow[] {
  const text = typed.trim();
  if (text === "") {
    const lately = recent.flatMap((id) => all.find((row) => row.id === id) ?? []).slice(0, RECENT);
    const rest = all.filter((row) => !lately.includes(row));
    return [...lately, ...rest].slice(0, MOST);
  }
  const forText: PaletteRow = {
    id: "search for",
    icon: Search,
    label: `Search for “${text}”`,
    note: "Photos",
    isKey: false,
    words: [],
    run: () => search(text),
  };
  return [...ranked(text, all, (row) => [row.label, ...row.words], MOST - 1), forText];
}

const KEPT = "palette";

/** The ids of what was chosen lately, the last one first. */
export function lately(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function remember(id: string): void {
  if (id === "search for") return;
  localStorage.setItem(KEPT, JSON.stringify([id, ...lately().filter((one) => one !== id)].slice(0, RECENT)));
}
