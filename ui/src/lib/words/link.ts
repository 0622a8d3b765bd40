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

/** What the last looks said: `checked 12 minutes ago`, `gave no answer 2 minutes ago`, `worked 3 days ago`. */
export function checkedWords(link: LinkView, now: number): string {
  const { state, checkedMs, aliveMs, triedMs } = link;
  if (triedMs !== null && triedMs > (checkedMs ?? 0)) return `gave no answer ${ago(triedMs, now)}`;
  if (state === "dead" && aliveMs !== null) return `last worked ${ago(aliveMs, now)}`;
  return checkedMs === null ? "never checked" : `checked ${ago(checkedMs, now)}`;
}

/** The title that is shown. */
export function linkTitle(link: LinkView): string {
  return link.title === "" ? "Untitled album" : link.title;
}

/** The address without its scheme, as it is shown. */
export function shownUrl(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

const SIEVE =
  /^(?:https:\/\/photos\.(?:app\.goo\.gl|google\.com)|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+)\/\S+$/;

/**
 * Whether a text may be a share link. A first sieve: what does not pass stays in this page and is sent nowhere. What does is
 * read properly by the program.
 */
export function mayBeLink(text: string): boolean {
  return text.length < 600 && SIEVE.test(text.trim());
}

/** What is said of a text that is none. */
export const NO_LINK =
  "This is not a link to a shared album. Copy the link from the album’s Share dialog in Google Photos and paste it here.";
