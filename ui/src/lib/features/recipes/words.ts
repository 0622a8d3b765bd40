/** What recipes are made of, in words, and how a run stands. */
import Ban from "@lucide/svelte/icons/ban";
import Bell from "@lucide/svelte/icons/bell";
import BookImage from "@lucide/svelte/icons/book-image";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleX from "@lucide/svelte/icons/circle-x";
import Clock from "@lucide/svelte/icons/clock";
import HardDriveDownload from "@lucide/svelte/icons/hard-drive-download";
import RefreshCwOff from "@lucide/svelte/icons/refresh-cw-off";
import Send from "@lucide/svelte/icons/send";
import SquareTerminal from "@lucide/svelte/icons/square-terminal";
import Text from "@lucide/svelte/icons/text";
import Upload from "@lucide/svelte/icons/upload";
import type { RecipeSpec, RecipeStep, RecipeWhen, RunState, RunView } from "../../ipc/bindings";
import type { Icon } from "../../design/icon";
import { ago, count } from "../../words/format";

export type WhenKind = RecipeWhen["kind"];
export type StepKind = RecipeStep["kind"];

export const WHENS: readonly { kind: WhenKind; label: string }[] = [
  { kind: "newItem", label: "A photo or video is new in the library" },
  { kind: "entersAlbum", label: "A photo or video comes into an album" },
  { kind: "fileAppears", label: "A file appears in a folder" },
  { kind: "importFinished", label: "An import is finished" },
  { kind: "everyDay", label: "Every day at a time" },
];

export const STEPS: Record<StepKind, { label: string; icon: Icon }> = {
  upload: { label: "Upload it", icon: Upload },
  addToAlbum: { label: "Add it to an album", icon: BookImage },
  download: { label: "Save a copy on this computer", icon: HardDriveDownload },
  describe: { label: "Describe it", icon: Text },
  notify: { label: "Tell me", icon: Bell },
  run: { label: "Run a program", icon: SquareTerminal },
  call: { label: "Send it to an address", icon: Send },
};

/** Words in braces, for the buttons beside a text. */
export const BRACES: readonly { text: string; label: string }[] = [
  { text: "{date:%B %Y}", label: "Month and year" },
  { text: "{year}", label: "Year" },
  { text: "{month}", label: "Month" },
  { text: "{date}", label: "Date" },
  { text: "{name}", label: "File name" },
  { text: "{camera}", label: "Camera" },
  { text: "{folder}", label: "Folder" },
  { text: "{album}", label: "Album" },
];

export function usualWhen(kind: WhenKind): RecipeWhen {
  if (kind === "entersAlbum") return { kind, album: 0 };
  if (kind === "fileAppears") return { kind, folder: "", subfolders: true };
  if (kind === "everyDay") return { kind, minute: 20 * 60, each: true };
  return { kind };
}

export function usualStep(kind: StepKind): RecipeStep {
  switch (kind) {
    case "upload":
      return { kind, album: { kind: "named", title: "{date:%B %Y}" } };
    case "addToAlbum":
      return { kind, album: { kind: "named", title: "" } };
    case "download":
      return { kind, folder: "", below: "{year}/{month}" };
    case "describe":
      return { kind, text: "", replace: false };
    case "notify":
      return { kind, text: "{name} is in Google Photos" };
    case "run":
      return { kind, program: "", args: [], limitS: 60 };
    case "call":
      return { kind, url: "" };
  }
}

export const usualSpec = (): RecipeSpec => ({
  name: "",
  when: usualWhen("newItem"),
  onlyIf: { kinds: [], camera: "", name: "", album: null, minBytes: null, maxBytes: null },
  then: [],
});

/** Recipes that many want, to begin with. */
export const EXAMPLES: readonly { label: string; line: string; spec: () => RecipeSpec }[] = [
  {
    label: "A camera folder into albums by month",
    line: "What appears in a folder goes up and tells you.",
    spec: () => ({
      ...usualSpec(),
      name: "Camera into albums by month",
      when: usualWhen("fileAppears"),
      then: [usualStep("upload"), usualStep("notify")],
    }),
  },
  {
    label: "A copy of everything new",
    line: "What is new in the library is saved in a folder of yours.",
    spec: () => ({ ...usualSpec(), name: "Copy of everything new", then: [usualStep("download")] }),
  },
  {
    label: "A program for each new photo",
    line: "A copy is saved, and a program of yours gets it.",
    spec: () => ({
      ...usualSpec(),
      name: "Program for each new photo",
      then: [usualStep("download"), usualStep("run")],
    }),
  },
];

/** What can be done after this start and these steps; the program judges again. */
export function offers(when: RecipeWhen, before: readonly RecipeStep[]): StepKind[] {
  const always: StepKind[] = ["notify", "run", "call"];
  if (when.kind === "everyDay" && !when.each) return always;
  const hasFile = when.kind === "fileAppears" || when.kind === "importFinished";
  if (!hasFile) return ["addToAlbum", "download", "describe", ...always];
  if (!before.some((step) => step.kind === "upload")) return ["upload", ...always];
  return ["addToAlbum", "describe", ...always];
}

export function clockOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** None for what is no time. */
export function minuteOf(clock: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(clock) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const all = Number(hour) * 60 + Number(minute);
  return all < 24 * 60 && Number(minute) < 60 ? all : null;
}

/** Megabytes as they are typed; none for nothing, or for what is no number. */
export function bytesOf(typed: string): number | null {
  const value = Number(typed.trim().replace(",", "."));
  return typed.trim() === "" || !Number.isFinite(value) || value < 0 ? null : Math.round(value * 1_000_000);
}

export const megabytes = (bytes: number | null) => (bytes === null ? "" : String(bytes / 1_000_000));

/** What a program is given is typed line by line, so that nothing has to be quoted. */
export const argsOf = (typed: string) => (typed === "" ? [] : typed.split("\n"));

type Tone = "good" | "warn" | "bad" | "accent" | "neutral";

export function stateWords(state: RunState, isLater: boolean): { chip: string; tone: Tone; icon: Icon } {
  switch (state) {
    case "done":
      return { chip: "Done", tone: "good", icon: CircleCheck };
    case "failed":
      return { chip: "Failed", tone: "bad", icon: CircleX };
    case "stopped":
      return { chip: "Stopped: loop", tone: "warn", icon: RefreshCwOff };
    case "cancelled":
      return { chip: "Given up", tone: "neutral", icon: Ban };
    case "waiting":
      return { chip: isLater ? "Waiting" : "Under way", tone: isLater ? "warn" : "accent", icon: Clock };
  }
}

/** The last run in a line: `Done 14 minutes ago: IMG_0412.jpg · 48 done in all`. */
export function lastWords(last: RunView, done: number, now: number): string {
  const { chip } = stateWords(last.state, last.dueMs !== null);
  const when = last.endedMs === null ? "" : ` ${ago(last.endedMs, now)}`;
  return `${chip}${when}: ${last.name}${done > 1 ? ` · ${count(done)} done in all` : ""}`;
}
