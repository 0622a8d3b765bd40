/** Imports in words. */
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleX from "@lucide/svelte/icons/circle-x";
import Clock from "@lucide/svelte/icons/clock";
import type { Icon } from "../../design/icon";
import type { PickState, PickView } from "../../ipc/bindings";
import { bytes, count, counted, span } from "../../words/format";

/**
 * Items that Google lets a person choose at a time.
 * Source: https://developers.google.com/photos/picker/reference/rest/v1/sessions
 */
export const MOST = 2000;

/** What it means to upload them again. */
export const AGAIN =
  "The copies go up as Albumen’s own photos, without location. Where the bytes are equal, Google keeps one photo of both.";

export function isOver(state: PickState): boolean {
  return state !== "waiting" && state !== "listing" && state !== "fetching";
}

export interface PickWords {
  icon: Icon;
  tone: "good" | "warn" | "bad" | "neutral";
  chip: string;
}

/** How one that is over ended. */
export function endWords(state: PickState): PickWords {
  switch (state) {
    case "done":
      return { icon: CircleCheck, tone: "good", chip: "Done" };
    case "expired":
      return { icon: Clock, tone: "warn", chip: "Expired" };
    case "failed":
      return { icon: CircleAlert, tone: "bad", chip: "Stopped" };
    default:
      return { icon: CircleX, tone: "neutral", chip: "Cancelled" };
  }
}

/** `12 copies, 34 MB`, with what was there and what could not be had. */
export function cameWords(pick: PickView): string {
  const came = pick.fetched === 0 ? "No copies" : `${counted(pick.fetched, "copy", "copies")}, ${bytes(pick.bytes)}`;
  const there = pick.there === 0 ? "" : ` · ${count(pick.there)} there already`;
  const not = pick.leftOut === 0 ? "" : ` · ${count(pick.leftOut)} not fetched`;
  return `${came}${there}${not}`;
}

/** How far one is that runs; none while nothing is known. */
export function partOf(pick: PickView): number | null {
  if (pick.picked === 0) return null;
  return (pick.fetched + pick.there + pick.leftOut) / pick.picked;
}

/** How long the page can still be used. */
export function leftWords(pick: PickView, nowMs: number): string | null {
  if (pick.untilMs === null) return null;
  const leftMs = pick.untilMs - nowMs;
  return leftMs <= 0 ? "The page closes now." : `The page stays open for another ${span(leftMs)}.`;
}

/** The last part of a path. */
export function folderName(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;
}
