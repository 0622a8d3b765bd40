/** What the upload queue says about itself. */
import Check from "@lucide/svelte/icons/check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import BatteryLow from "@lucide/svelte/icons/battery-low";
import Clock from "@lucide/svelte/icons/clock";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import CircleMinus from "@lucide/svelte/icons/circle-minus";
import HardDrive from "@lucide/svelte/icons/hard-drive";
import KeyRound from "@lucide/svelte/icons/key-round";
import MoonStar from "@lucide/svelte/icons/moon-star";
import FolderX from "@lucide/svelte/icons/folder-x";
import Gauge from "@lucide/svelte/icons/gauge";
import BookImage from "@lucide/svelte/icons/book-image";
import Pause from "@lucide/svelte/icons/pause";
import Timer from "@lucide/svelte/icons/timer";
import Upload from "@lucide/svelte/icons/upload";
import type { Icon } from "../../design/icon";
import type { UploadRow, UploadSection, UploadsView, WaitCause } from "../../ipc/bindings";
import { bytes, count, counted, span, timeOfDay } from "../../words/format";
import { meant } from "./totals";

export type Remedy = "goOn" | "signIn" | "allow" | "settings" | null;

export interface StateWords {
  icon: Icon;
  tone: "quiet" | "warn" | "bad" | "good";
  title: string;
  line: string;
  remedy: Remedy;
}

const CAUSES: Record<WaitCause, { icon: Icon; title: string; remedy: Remedy }> = {
  slowDown: { icon: Timer, title: "Google asks to slow down", remedy: null },
  quotaSpent: { icon: MoonStar, title: "Asleep", remedy: null },
  storageFull: { icon: HardDrive, title: "Your Google storage is full", remedy: "goOn" },
  offline: { icon: CloudOff, title: "No network", remedy: null },
  signInNeeded: { icon: KeyRound, title: "Google ended the sign-in", remedy: "signIn" },
  consentMissing: { icon: KeyRound, title: "Albumen may not add photos", remedy: "allow" },
  diskGone: { icon: FolderX, title: "The folder of these files is not there", remedy: null },
  albumFull: { icon: BookImage, title: "The album is full", remedy: null },
  scheduled: { icon: Clock, title: "Not the time for uploads", remedy: "settings" },
  metered: { icon: Gauge, title: "This network counts what goes over it", remedy: "settings" },
  onBattery: { icon: BatteryLow, title: "This computer runs on its battery", remedy: "settings" },
};

/** What the sentence says beyond its title, which stands above it already. */
export function beyond(title: string, message: string): string {
  if (!message.startsWith(title)) return message;
  const rest = message.slice(title.length);
  if (rest.startsWith(": ")) return rest.slice(2);
  const end = rest.indexOf(". ");
  return end < 0 ? message : rest.slice(end + 2);
}

/** The state card: what, why, until when. */
export function stateWords({ state, totals }: UploadsView, now: number): StateWords {
  if (state.kind === "waiting") return waitWords(state, now);
  if (state.kind === "paused") {
    const line = `${counted(totals.left, "file")} ${totals.left === 1 ? "waits" : "wait"} here until you go on. Nothing is lost.`;
    return { icon: Pause, tone: "quiet", title: "Paused", line, remedy: "goOn" };
  }
  if (totals.left > 0) {
    const line = "You can close the window: Albumen asks whether to go on, and nothing of the queue is lost.";
    return { icon: Upload, tone: "quiet", title: `Uploading ${counted(totals.left, "file")}`, line, remedy: null };
  }
  return overWords(totals);
}

const OF_CONNECTION: readonly WaitCause[] = ["signInNeeded", "consentMissing", "quotaSpent", "offline"];

/** Whether the queue waits for something that a check of the connection tells more of. */
export function waitsForConnection({ state }: UploadsView): boolean {
  return state.kind === "waiting" && OF_CONNECTION.includes(state.cause);
}

function waitWords(state: Extract<UploadsView["state"], { kind: "waiting" }>, now: number): StateWords {
  const { icon, title, remedy } = CAUSES[state.cause];
  const until = state.untilMs;
  const long = until !== null && until - now > 120_000;
  const when = !long ? "" : ` until ${timeOfDay(until)}, in ${span(until - now)}`;
  const line = beyond(title, state.message);
  return { icon, tone: "warn", title: state.cause === "quotaSpent" ? `${title}${when}` : title, line, remedy };
}

function overWords(totals: UploadsView["totals"]): StateWords {
  const { done, failed, leftOut, cancelled } = totals;
  const rest = [
    leftOut > 0 ? ` ${counted(leftOut, "file")} ${leftOut === 1 ? "was" : "were"} left out.` : "",
    cancelled > 0 ? ` ${counted(cancelled, "file")} ${cancelled === 1 ? "was" : "were"} cancelled.` : "",
  ].join("");
  if (failed > 0) {
    const there = `${count(done)} of ${counted(meant(totals), "file")} ${done === 1 ? "is" : "are"} in your library.`;
    const stay = failed === 1 ? "It stays on your computer." : "They stay on your computer.";
    const title = `${counted(failed, "file")} did not go up`;
    return { icon: CircleAlert, tone: "bad", title, line: `${stay} ${there}${rest}`, remedy: null };
  }
  if (done === 0) {
    const title = cancelled > 0 ? "Cancelled" : `${counted(leftOut, "file")} left out`;
    const line = `Nothing was sent. The files stay on your computer.${cancelled > 0 ? rest : ""}`;
    return { icon: CircleMinus, tone: "quiet", title, line, remedy: null };
  }
  const line = `${counted(done, "file")} ${done === 1 ? "is" : "are"} in your library.${rest}`;
  return {
    icon: Check,
    tone: "good",
    title: cancelled > 0 ? "The rest was cancelled" : "All done",
    line,
    remedy: null,
  };
}

/** The album in which a full one goes on: a year in brackets is no number of it. */
export function nextTitle(title: string): string {
  const found = /^(.*) \((\d{1,2})\)$/.exec(title);
  return found ? `${found[1] ?? title} (${Number(found[2]) + 1})` : `${title} (2)`;
}

/** Whether nothing moves though files are left: paused, or waiting for something. */
export function rests({ state }: Pick<UploadsView, "state">): boolean {
  return state.kind === "paused" || state.kind === "waiting";
}

/** How many files a section holds, and what they are. `resting` while the queue rests. */
export function sectionWords({ kind, files }: Pick<UploadSection, "kind" | "files">, resting = false): string {
  const many = count(files);
  return {
    failed: `${many} failed`,
    underWay: resting ? `${many} begun` : `${many} on the way`,
    waiting: `${many} waiting`,
    leftOut: `${many} left out`,
    done: `${many} done`,
    cancelled: `${many} cancelled`,
  }[kind];
}

/** The heading of a section: why, where its files have a reason in common, and what else is to be said about it. */
export function headWords(section: UploadSection, resting = false): { title: string; line: string | null } {
  if (section.words === null) return { title: sectionWords(section, resting), line: null };
  const end = section.words.indexOf(". ");
  if (end < 0) return { title: section.words.replace(/\.$/, ""), line: null };
  return { title: section.words.slice(0, end), line: section.words.slice(end + 2) };
}

/** `3.1 of 4.2 GB, 4.2 MB a second, about 14 min left`; while the queue rests nothing has a speed. */
export function paceWords(totals: UploadsView["totals"], leftMs: number | null, resting = false): string {
  if (totals.left === 0) return bytes(totals.sentBytes);
  const parts = [`${bytes(totals.sentBytes)} of ${bytes(totals.bytes)}`];
  if (resting) return parts.join();
  if (totals.bytesPerS > 0) parts.push(`${bytes(totals.bytesPerS)} a second`);
  if (leftMs !== null && leftMs > 1000) parts.push(`about ${span(leftMs)} left`);
  return parts.join(", ");
}

export interface RowWords {
  icon: Icon;
  tone: "good" | "warn" | "bad" | "accent" | "neutral";
  chip: string;
  line: string;
}

/**
 * One row: its chip, and one line of size and place. Why a file failed or was left out stands above its section.
 * `resting` while the queue rests: then no row looks as if it moved.
 */
export function rowWords(row: UploadRow, resting = false): RowWords {
  if (resting && ["hashing", "sending", "creating"].includes(row.stage)) return restWords(row);
  const size = bytes(row.sizeBytes);
  const into = row.albumTitle === null ? "" : `, into “${row.albumTitle}”`;
  const lies = row.folder === "" ? size : `${size}, in ${row.folder}`;
  switch (row.stage) {
    case "waiting": {
      const line = row.reason ?? `${size}${into}`;
      return row.retryAtMs === null
        ? { icon: Clock, tone: "neutral", chip: "Waiting", line }
        : { icon: Clock, tone: "warn", chip: timeOfDay(row.retryAtMs), line };
    }
    case "hashing":
      return { icon: Clock, tone: "neutral", chip: "Reading", line: `${size}${into}` };
    case "sending": {
      const part = row.sizeBytes > 0 ? Math.floor((row.sentBytes / row.sizeBytes) * 100) : 0;
      return {
        icon: Upload,
        tone: "accent",
        chip: `${part} %`,
        line: `${bytes(row.sentBytes)} of ${size} sent${into}`,
      };
    }
    case "creating":
      return { icon: Upload, tone: "accent", chip: "Sent", line: `${size} sent, Google is taking it in${into}` };
    case "done":
      return { icon: Check, tone: "good", chip: "Done", line: `${size}${into}` };
    case "alreadyThere":
      return {
        icon: Check,
        tone: "neutral",
        chip: "Already there",
        line: row.reason ?? `${size}, not sent again${into}`,
      };
    case "leftOut":
      return {
        icon: CircleMinus,
        tone: "neutral",
        chip: "Left out",
        line: lies,
      };
    case "failed":
      return {
        icon: CircleAlert,
        tone: "bad",
        chip: "Failed",
        line: lies,
      };
    case "cancelled":
      return { icon: CircleMinus, tone: "neutral", chip: "Cancelled", line: row.reason ?? "Not sent." };
  }
}

/** A row that was under way when the queue came to rest. */
function restWords(row: UploadRow): RowWords {
  const into = row.albumTitle === null ? "" : `, into “${row.albumTitle}”`;
  const size = bytes(row.sizeBytes);
  const sent = row.stage === "creating" ? `${size} sent` : `${bytes(row.sentBytes)} of ${size} sent`;
  const line = row.stage !== "creating" && row.sentBytes === 0 ? size : sent;
  return { icon: Pause, tone: "neutral", chip: "Rests", line: `${line}${into}` };
}
