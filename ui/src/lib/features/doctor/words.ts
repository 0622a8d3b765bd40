/** A check in words: what needs the person, what mends it, what is well. */
import ExternalLink from "@lucide/svelte/icons/external-link";
import Images from "@lucide/svelte/icons/images";
import KeyRound from "@lucide/svelte/icons/key-round";
import Plus from "@lucide/svelte/icons/plus";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import type { Icon } from "../../design/icon";
import type { CheckKind, CheckView, DoctorView, Remedy } from "../../ipc/bindings";
import { ago, counted, timeOfDay } from "../../words/format";

/** What is not as it should be; checks that the same step mends stand together. */
export interface Trouble {
  /** Tells it from the others. */
  id: string;
  bad: boolean;
  checks: readonly CheckView[];
  remedy: Remedy;
}

/** Failures first, each in the order in which it was looked at. */
export function troubles(view: DoctorView): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const check of view.checks) {
    const { remedy, kind, state } = check;
    if (remedy === null || (state !== "failed" && state !== "warning")) continue;
    const id = remedy.kind === "grantPermission" ? remedy.kind : kind;
    const known = found.get(id);
    const bad = state === "failed" || known?.bad === true;
    found.set(id, { id, bad, checks: [...(known?.checks ?? []), check], remedy });
  }
  const all = [...found.values()];
  return [...all.filter(({ bad }) => bad), ...all.filter(({ bad }) => !bad)];
}

const PERMISSIONS: readonly CheckKind[] = ["add", "read", "edit", "pick"];

/** A check that is well, as a row; the permissions are one. */
export interface WellRow {
  id: string;
  title: string;
  sentence: string;
  detail: string | null;
  kind: CheckKind | "permissions";
}

export function wellRows(view: DoctorView): WellRow[] {
  const well = view.checks.filter(({ state }) => state === "ok");
  const together = PERMISSIONS.every((kind) => well.some((check) => check.kind === kind));
  return well.flatMap((check): WellRow[] => {
    if (!together || !PERMISSIONS.includes(check.kind)) return [{ ...check, id: check.kind }];
    if (check.kind !== "add") return [];
    const sentence = "Albumen may add photos and albums, see and change them, and get what you choose.";
    return [{ id: "permissions", kind: "permissions", title: "Permissions", sentence, detail: null }];
  });
}

/** What could not be looked at, with what comes first. */
export function skippedRows(view: DoctorView): CheckView[] {
  return view.checks.filter(({ state }) => state === "skipped");
}

export interface RemedyWords {
  /** What the button says; none where there is nothing to press. */
  button: string | null;
  icon: Icon;
  /** What to do elsewhere, before the button helps. */
  line: string | null;
}

export function remedyWords(remedy: Remedy): RemedyWords {
  const again = (line: string | null): RemedyWords => ({ button: "Try again", icon: RefreshCw, line });
  switch (remedy.kind) {
    case "signInAgain":
      return { button: "Sign in again", icon: KeyRound, line: null };
    case "grantPermission":
      return { button: "Allow in browser", icon: KeyRound, line: "Leave all boxes ticked on Google’s page." };
    case "enableApi":
      return { button: "Open the console", icon: ExternalLink, line: "Press Enable there." };
    case "publishApp":
      return {
        button: "Open the console",
        icon: ExternalLink,
        line: "Press Publish app there, then sign in again here.",
      };
    case "enterClient":
      return { button: "Enter the client again", icon: KeyRound, line: null };
    case "openSample":
      return { button: "Open the sample library", icon: Images, line: null };
    case "otherAccount":
      return {
        button: "Connect another account",
        icon: Plus,
        line: "The administrator of this account can allow it, too.",
      };
    case "checkNetwork":
      return again("See whether other programs reach the internet.");
    case "setClock":
      return again("Set the clock in the system’s settings; let it be set by the network.");
    case "unlockKeychain":
      return again("Unlock it in the system’s settings, or sign in to the system again.");
    case "mendSecretsFolder":
      return again("Make that folder readable and writable for yourself.");
    case "freePort":
      return again(`Close the program that uses port ${String(remedy.port)}.`);
    case "restartElsewhere":
      return again("Start Albumen with the service that this connection belongs to.");
    case "tryLater":
      return again("It passes by itself, usually in minutes.");
    case "waitUntilMidnight":
      return {
        button: null,
        icon: RefreshCw,
        line: `Albumen goes on by itself at ${timeOfDay(remedy.untilMs)}, when Google begins a new day.`,
      };
  }
}

export interface SummaryWords {
  tone: "good" | "warn" | "bad" | "quiet";
  title: string;
  line: string;
}

/** The whole in one line. */
export function summaryWords(view: DoctorView, now: number): SummaryWords {
  const found = troubles(view);
  const when = view.endedMs === null ? "" : `, ${ago(view.endedMs, now)}`;
  if (view.state === "running") return { tone: "quiet", title: "Checking the connection", line: view.step ?? "" };
  const looked = `${counted(view.checks.length, "check")}, ${counted(view.requests, "request")}${when}.`;
  if (view.state === "cancelled") {
    const line = `${String(view.checks.length)} of ${String(view.total)} checks ended before that${when}.`;
    return { tone: "quiet", title: "The check was stopped", line };
  }
  const bad = found.filter((one) => one.bad).length;
  if (bad > 0) {
    const soon = found.length > bad ? `, ${String(found.length - bad)} more soon` : "";
    return { tone: "bad", title: `${counted(bad, "thing")} ${bad === 1 ? "needs" : "need"} you${soon}`, line: looked };
  }
  if (found.length > 0) {
    const title = `It works. ${counted(found.length, "thing")} ${found.length === 1 ? "needs" : "need"} you soon`;
    return { tone: "warn", title, line: looked };
  }
  return { tone: "good", title: "Everything works", line: looked };
}
