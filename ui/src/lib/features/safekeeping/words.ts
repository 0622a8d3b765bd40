/** Reports on folders in words. */
import Circle from "@lucide/svelte/icons/circle";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import FilePen from "@lucide/svelte/icons/file-pen";
import FileX from "@lucide/svelte/icons/file-x";
import Hourglass from "@lucide/svelte/icons/hourglass";
import SearchX from "@lucide/svelte/icons/search-x";
import Send from "@lucide/svelte/icons/send";
import type { Icon } from "../../design/icon";
import type { FileKeeping, JobView, KeepingSums, SafekeepingFile, SafekeepingHead } from "../../ipc/bindings";
import { bytes, count, counted } from "../../words/format";

export interface StateWords {
  icon: Icon;
  tone: "good" | "warn" | "bad" | "neutral";
  /** The state in a word or two. */
  chip: string;
  /** What it means for the file. */
  line: string;
}

export const STATES: Record<FileKeeping, StateWords> = {
  seen: {
    icon: CircleCheck,
    tone: "good",
    chip: "In Google Photos",
    line: "These same bytes went up, and Google showed the item since. The file here could be deleted.",
  },
  unseen: {
    icon: Send,
    tone: "neutral",
    chip: "Not seen yet",
    line: "These same bytes went up and Google took them, but no list has shown the item since. Ask Google to be sure.",
  },
  waiting: {
    icon: Hourglass,
    tone: "neutral",
    chip: "In the queue",
    line: "It waits in the upload queue and is not in Google Photos yet.",
  },
  absent: {
    icon: CloudOff,
    tone: "warn",
    chip: "Not uploaded",
    line: "Albumen never sent this file to this account. If it came there in another way, Albumen cannot know.",
  },
  changed: {
    icon: FilePen,
    tone: "warn",
    chip: "Changed",
    line: "An earlier version of this file went up. What lies here now did not.",
  },
  notFound: {
    icon: SearchX,
    tone: "warn",
    chip: "Not found",
    line: "It went up, but Google did not find its item when it was last asked. It may have been removed or be in the bin.",
  },
  unreadable: {
    icon: FileX,
    tone: "bad",
    chip: "Unreadable",
    line: "The file could not be read, so nothing is known of it.",
  },
  other: {
    icon: Circle,
    tone: "neutral",
    chip: "Other",
    line: "Google Photos does not take this file.",
  },
};

/** The order in which states are counted: how they answer the question. */
export const SHOWN: readonly FileKeeping[] = [
  "seen",
  "unseen",
  "waiting",
  "absent",
  "changed",
  "notFound",
  "unreadable",
  "other",
];

/** What the bar of a report is made of. */
export function shares(sums: KeepingSums): { of: "kept" | "open" | "not"; files: number }[] {
  return [
    { of: "kept" as const, files: sums.seen.files },
    { of: "open" as const, files: sums.unseen.files + sums.waiting.files },
    { of: "not" as const, files: notThere(sums) + sums.unreadable.files },
  ];
}

/** Files that could be in Google Photos. */
export function takable(head: SafekeepingHead): number {
  return head.files - head.byState.other.files;
}

function notThere(sums: KeepingSums): number {
  return sums.absent.files + sums.changed.files + sums.notFound.files;
}

/** What could go up from here. What is not found went up before, and may have been removed on purpose. */
export const GO_UP: readonly FileKeeping[] = ["absent", "changed"];

/** `412 of 430 photos and videos are in Google Photos.` */
export function answer(head: SafekeepingHead): string {
  const all = takable(head);
  const kept = head.byState.seen.files;
  if (all === 0) return "There are no photos or videos in this folder.";
  if (all === 1)
    return kept === 1 ? "The one file is in Google Photos." : "The one file was not seen in Google Photos.";
  if (kept === all) return `All ${count(all)} photos and videos are in Google Photos.`;
  if (kept === 0) return `None of the ${count(all)} photos and videos was seen in Google Photos.`;
  return `${count(kept)} of ${count(all)} photos and videos ${kept === 1 ? "is" : "are"} in Google Photos.`;
}

/** What is to be said of those that are not, and of what is no photo; empty where all is well. */
export function rest(head: SafekeepingHead): string {
  const { byState: sums } = head;
  const not = notThere(sums);
  const parts = [
    not > 0 && `${count(not)} ${not === 1 ? "is" : "are"} not, as far as Albumen knows`,
    sums.unseen.files > 0 &&
      `${count(sums.unseen.files)} ${sums.unseen.files === 1 ? "was" : "were"} sent but not seen since`,
    sums.waiting.files > 0 &&
      `${count(sums.waiting.files)} ${sums.waiting.files === 1 ? "waits" : "wait"} in the queue`,
    sums.unreadable.files > 0 && `${count(sums.unreadable.files)} could not be read`,
  ].filter((part) => part !== false);
  const other = sums.other.files;
  const said = parts.length === 0 ? "" : `${parts.join("; ")}.`;
  const others = other === 0 ? "" : `Google Photos does not take ${counted(other, "other file")}.`;
  return [said, others].filter((part) => part !== "").join(" ");
}

/** What could be deleted here, with what that would free; none where there is no proof for anything. */
export function deletableWords(head: SafekeepingHead): string | null {
  return head.deletableFiles === 0 ? null : `What could be deleted (${bytes(head.deletableBytes)})`;
}

/** The same among other reports. */
export function freedWords(head: SafekeepingHead): string | null {
  return head.deletableFiles === 0 ? null : `${bytes(head.deletableBytes)} could be freed.`;
}

/** On what proof, said above the files that could be deleted. */
export const PROOF =
  "Each of these files has the same bytes, by hash, as one that Albumen sent, and Google showed its item after it was sent. Look at a few there before you delete any here.";
/** What Albumen itself does with them. */
export const NOTHING_DELETED = "Albumen deletes nothing: that is for you to do, in your file manager.";

export function askWords(requests: number): string {
  return `Ask Google (${counted(requests, "request")})`;
}

/** The first part of a hash, enough to tell files apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** Whether its name can be handed to another program: bytes that are no text are only written for the eye. */
export function isNamed({ path }: Pick<SafekeepingFile, "path">): boolean {
  return !/\\x[0-9A-F]{2}/.test(path);
}

/** How far work on a folder is. */
export function workWords({ asks, job }: { asks: boolean; job: JobView | null }): string {
  if (job?.total) return `${count(job.done)} of ${count(job.total)} ${asks ? "items" : "files"}`;
  return job?.note ?? (asks ? "" : "Looking through folders");
}
