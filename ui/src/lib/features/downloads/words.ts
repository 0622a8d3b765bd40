/** Downloads in words. */
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleX from "@lucide/svelte/icons/circle-x";
import Cloud from "@lucide/svelte/icons/cloud";
import FileCheck from "@lucide/svelte/icons/file-check";
import FolderInput from "@lucide/svelte/icons/folder-input";
import HardDrive from "@lucide/svelte/icons/hard-drive";
import Hourglass from "@lucide/svelte/icons/hourglass";
import type { Icon } from "../../design/icon";
import type { DownloadForecast, DownloadOutcome, DownloadState, DownloadView } from "../../ipc/bindings";
import { bytes, count, counted } from "../../words/format";

export type Tone = "good" | "warn" | "bad" | "accent" | "neutral";

/** Names that suit many, by what they say of themselves. */
export const TEMPLATES = [
  { label: "By album", template: "{album}/{filename}" },
  { label: "By month", template: "{year}/{month}/{filename}" },
  { label: "By date and album", template: "{album}/{date:%Y-%m-%d}_{filename}" },
  { label: "All together", template: "{filename}" },
] as const;

/** What a name can be made of. */
export const FIELDS = ["album", "date", "year", "month", "day", "filename", "ext", "camera", "type", "id"] as const;

/** What holds for everything that Google sends. */
export const COPIES =
  "Google’s copies come without location, and videos encoded anew. Originals on this computer are copied as they are.";

export function isOver(state: DownloadState): boolean {
  return state === "done" || state === "cancelled" || state === "failed";
}

/** How one that is over ended. */
export function endWords(download: DownloadView): { icon: Icon; tone: Tone; chip: string } {
  const not = download.failed + download.leftOut;
  if (download.state === "failed") return { icon: CircleAlert, tone: "bad", chip: "Stopped" };
  if (download.state === "cancelled") return { icon: CircleX, tone: "neutral", chip: "Cancelled" };
  if (not > 0) return { icon: CircleAlert, tone: "warn", chip: `${count(not)} did not come` };
  return { icon: CircleCheck, tone: "good", chip: "Done" };
}

/** `12 originals, 30 copies, 34 MB`, with what was there and what only moved. */
export function cameWords(download: DownloadView): string {
  const { originals, copies, there, moved } = download;
  const came = [
    originals > 0 && counted(originals, "original"),
    copies > 0 && counted(copies, "copy", "copies"),
    originals + copies > 0 && bytes(download.bytes),
  ].filter((part) => part !== false);
  const rest = [
    came.length > 0 && came.join(", "),
    moved > 0 && `${count(moved)} moved`,
    there > 0 && `${count(there)} there already`,
  ].filter((part) => part !== false);
  return rest.length === 0 ? "Nothing came" : rest.join(" · ");
}

/** How far one is that runs; none while it is listed. */
export function partOf(download: DownloadView): number | null {
  if (download.state === "listing" || download.items === 0) return null;
  return (download.items - download.left) / download.items;
}

/** What one is about that is not over. */
export function stepWords(download: DownloadView): string {
  const settled = download.items - download.left;
  switch (download.state) {
    case "listing":
      return "Looking up what there is to download";
    case "packing":
      return "Putting the files into the archive";
    case "paused":
      return `Paused at ${count(settled)} of ${count(download.items)}`;
    default:
      return `${count(settled)} of ${count(download.items)}`;
  }
}

/** The folder, or the archive in it. */
export function placeOf(download: DownloadView): string {
  return download.zip === null ? download.folder : `${download.folder.replace(/\/$/, "")}/${download.zip}`;
}

/** What came of an item. */
export function outcomeWords(outcome: DownloadOutcome): { icon: Icon; tone: Tone; chip: string } {
  switch (outcome) {
    case "waiting":
      return { icon: Hourglass, tone: "neutral", chip: "To come" };
    case "copy":
      return { icon: Cloud, tone: "neutral", chip: "Google’s copy" };
    case "original":
      return { icon: HardDrive, tone: "good", chip: "Original" };
    case "there":
      return { icon: FileCheck, tone: "neutral", chip: "Was there" };
    case "moved":
      return { icon: FolderInput, tone: "neutral", chip: "Moved" };
    case "failed":
      return { icon: CircleAlert, tone: "bad", chip: "Did not come" };
    default:
      return { icon: CircleX, tone: "warn", chip: "Cannot be had" };
  }
}

/** What a download costs of Google's day; nothing where all is on this computer. */
export function costWords(forecast: DownloadForecast): string | null {
  const { copies, days, loadsLeft, loadsADay } = forecast;
  if (copies === 0) return null;
  if (days <= 1)
    return `${counted(copies, "copy", "copies")} of the ${count(loadsADay)} that Google allows a day. All of it can come today.`;
  return `Google allows ${count(loadsADay)} copies a day; ${count(loadsLeft)} are left today. It goes on by itself and takes ${counted(days, "day")}.`;
}
