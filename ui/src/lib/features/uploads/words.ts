/** What the upload queue says about itself. */
import Check from "@lucide/svelte/icons/check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import Clock from "@lucide/svelte/icons/clock";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import CircleMinus from "@lucide/svelte/icons/circle-minus";
import HardDrive from "@lucide/svelte/icons/hard-drive";
import KeyRound from "@lucide/svelte/icons/key-round";
import MoonStar from "@lucide/svelte/icons/moon-star";
import Pause from "@lucide/svelte/icons/pause";
import Timer from "@lucide/svelte/icons/timer";
import Upload from "@lucide/svelte/icons/upload";
import type { Icon } from "../../design/icon";
import type { UploadRow, UploadsView, WaitCause } from "../../ipc/bindings";
import { bytes, count, counted, span, timeOfDay } from "../../words/format";

export type Remedy = "goOn" | "signIn" | "allow" | null;

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
};

/** How many files were left out: no failures, though the totals count them among these. */
export function leftOutOf(rows: readonly UploadRow[], totals: UploadsView["totals"]): number {
  return Math.min(totals.failed, rows.filter((row) => row.stage === "leftOut").length);
}

/** How many files go up or were to: without those left out or cancelled. */
export function meant(rows: readonly UploadRow[], totals: UploadsView["totals"]): number {
  return totals.done + totals.left + totals.failed - leftOutOf(rows, totals);
}

/** The state card: what, why, until when. */
export function stateWords({ rows, state, totals }: UploadsView, now: number): StateWords {
  if (state.kind === "waiting") {
    const cause = CAUSES[state.cause];
    const until = state.untilMs;
    const long = until !== null && until - now > 120_000;
    const when = until === null ? "" : long ? ` until ${timeOfDay(until)}, in ${span(until - now)}` : "";
    const title = state.cause === "quotaSpent" ? `${cause.title}${when}` : cause.title;
    return { icon: cause.icon, tone: "warn", title, line: state.message, remedy: cause.remedy };
  }
  if (state.kind === "paused") {
    const line = `${counted(totals.left, "file")} ${totals.left === 1 ? "waits" : "wait"} here until you go on. Nothing is lost.`;
    return { icon: Pause, tone: "quiet", title: "Paused", line, remedy: "goOn" };
  }
  if (totals.left > 0) {
    const line = "You can close the window: Albumen goes on from here at the next start.";
    return { icon: Upload, tone: "quiet", title: `Uploading ${counted(totals.left, "file")}`, line, remedy: null };
  }
  const out = leftOutOf(rows, totals);
  const failed = totals.failed - out;
  if (failed > 0) {
    const title = `${counted(failed, "file")} did not go up`;
    const line = `${count(totals.done)} of ${counted(totals.files, "file")} ${totals.done === 1 ? "is" : "are"} in your library. The rest stay on your computer, the reasons are below.`;
    return { icon: CircleAlert, tone: "bad", title, line, remedy: null };
  }
  const rest =
    out === 0 ? "" : ` ${counted(out, "file")} ${out === 1 ? "was" : "were"} left out, the reasons are below.`;
  const line = `${counted(totals.done, "file")} ${totals.done === 1 ? "is" : "are"} in your library.${rest}`;
  if (totals.done === 0 && out > 0)
    return {
      icon: CircleMinus,
      tone: "quiet",
      title: `${counted(out, "file")} left out`,
      line: `${out === 1 ? "It stays" : "They stay"} on your computer, the ${out === 1 ? "reason is" : "reasons are"} below.`,
      remedy: null,
    };
  return { icon: Check, tone: "good", title: "All done", line, remedy: null };
}

/** `3.1 of 4.2 GB, 4.2 MB a second, about 14 min left`. */
export function paceWords(totals: UploadsView["totals"], leftMs: number | null): string {
  if (totals.left === 0) return bytes(totals.sentBytes);
  const parts = [`${bytes(totals.sentBytes)} of ${bytes(totals.bytes)}`];
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

/** One row: its chip, and one line of cause and remedy or of size. */
export function rowWords(row: UploadRow): RowWords {
  const size = bytes(row.sizeBytes);
  const into = row.albumTitle === null ? "" : `, into “${row.albumTitle}”`;
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
        line: row.reason ?? "Google does not take this file.",
      };
    case "failed":
      return {
        icon: CircleAlert,
        tone: "bad",
        chip: "Failed",
        line: row.reason ?? "This file did not go up. It stays here.",
      };
    case "cancelled":
      return { icon: CircleMinus, tone: "neutral", chip: "Cancelled", line: row.reason ?? "Not sent." };
  }
}
