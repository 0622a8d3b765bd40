/** A link's state in words, with its icon: the same everywhere. */
import Link from "@lucide/svelte/icons/link";
import Unlink from "@lucide/svelte/icons/unlink";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import type { LinkState, LinkView } from "../ipc/bindings";
import { ago } from "./format";

interface LinkWords {
  tone: "good" | "bad" | "neutral";
  /** For a tile. */
  short: string;
  /** For a chip in a list. */
  chip: string;
  /** For the heading of an album. */
  long: string;
  icon: typeof Link;
}

const WORDS: Record<LinkState, LinkWords> = {
  alive: { tone: "good", short: "Link", chip: "Link works", long: "Anyone with the link can see", icon: Link },
  dead: { tone: "bad", short: "Link is dead", chip: "Link is dead", long: "The link is dead", icon: Unlink },
  unknown: { tone: "neutral", short: "Link", chip: "Not checked", long: "Link not checked yet", icon: CircleHelp },
};

export function linkWords(link: LinkView): LinkWords {
  return WORDS[link.state];
}

/** When it was last looked at: `checked 12 minutes ago`. */
export function checkedWords(link: LinkView, now: number): string {
  return link.checkedMs === null ? "never checked" : `checked ${ago(link.checkedMs, now)}`;
}

/** The address without its scheme, as it is shown. */
export function shownUrl(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
