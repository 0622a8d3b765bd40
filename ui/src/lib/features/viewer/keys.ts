/** The one table of the viewer's keys: what they do, and how the sheet of shortcuts names them. */
import { pressed } from "../../words/keys";
import type { Zoom } from "./Zoom.svelte";

/** What the keys reach. */
export interface Hands {
  readonly zoom: Zoom;
  step: (by: 1 | -1) => void;
  toEnd: (end: "first" | "last") => void;
  leave: () => void;
  details: () => void;
  mat: () => void;
  fullScreen: () => void;
  slideshow: () => void;
  /** Plays or pauses a video or the slideshow. */
  play: () => void;
  sound: () => void;
  /** Gives whether there was a video to move in. */
  seek: (seconds: number) => boolean;
  /** Gives whether the picture is what is to be copied. */
  copy: () => boolean;
}

interface ViewerKey {
  label: string;
  /** As the sheet shows them. */
  shown: string;
  keys: readonly string[];
  /** `false` leaves the press to the page. */
  run: (on: Hands, key: string) => unknown;
}

const PAN_PX = 96;
const CLOSER = 1.4;
const SEEK_S = 5;

function arrow(on: Hands, key: string): void {
  const x = { ArrowLeft: 1, ArrowRight: -1 }[key] ?? 0;
  const y = { ArrowUp: 1, ArrowDown: -1 }[key] ?? 0;
  if (on.zoom.close) on.zoom.pan(x * PAN_PX, y * PAN_PX, true);
  else if (x !== 0) on.step(x < 0 ? 1 : -1);
}

export const VIEWER_KEYS: readonly ViewerKey[] = [
  { label: "Next, previous", shown: "→ ←", keys: ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"], run: arrow },
  { label: "Next, also when zoomed", shown: "J", keys: ["j", "PageDown"], run: (on) => on.step(1) },
  { label: "Previous, also when zoomed", shown: "K", keys: ["k", "PageUp"], run: (on) => on.step(-1) },
  { label: "First, last", shown: "Home End", keys: ["Home"], run: (on) => on.toEnd("first") },
  { label: "", shown: "", keys: ["End"], run: (on) => on.toEnd("last") },
  { label: "Zoom in, out", shown: "+ −", keys: ["+", "="], run: (on) => on.zoom.by(CLOSER) },
  { label: "", shown: "", keys: ["-"], run: (on) => on.zoom.by(1 / CLOSER) },
  { label: "All of it, full size", shown: "0 1", keys: ["0"], run: (on) => on.zoom.showAll() },
  { label: "", shown: "", keys: ["1"], run: (on) => on.zoom.showFull() },
  { label: "Details", shown: "I", keys: ["i"], run: (on) => on.details() },
  { label: "Slideshow", shown: "P", keys: ["p"], run: (on) => on.slideshow() },
  { label: "Full screen", shown: "F", keys: ["f", "F11"], run: (on) => on.fullScreen() },
  { label: "Light or dark around it", shown: "B", keys: ["b"], run: (on) => on.mat() },
  { label: "Copy the picture", shown: "Ctrl C", keys: ["ctrl+c"], run: (on) => on.copy() },
  { label: "Play, pause", shown: "Space", keys: [" "], run: (on) => on.play() },
  { label: "Sound", shown: "M", keys: ["m"], run: (on) => on.sound() },
  {
    label: "5 seconds on, back",
    shown: "Shift → ←",
    keys: ["shift+ArrowRight", "shift+ArrowLeft"],
    run: (on, key) => on.seek(key.endsWith("Right") ? SEEK_S : -SEEK_S),
  },
  { label: "Close", shown: "Esc", keys: ["Escape"], run: (on) => on.leave() },
];

const byKey = new Map(VIEWER_KEYS.flatMap((one) => one.keys.map((key) => [key, one] as const)));

/** Whether what has the focus takes letters and arrows for itself. */
function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=range]), textarea, select") !== null;
}

/** Does what a pressed key says. Gives whether it said something. */
export function handle(event: KeyboardEvent, on: Hands): boolean {
  const { target } = event;
  if (typing(target)) return false;
  const key = pressed(event);
  if (key === " " && target instanceof HTMLButtonElement) return false;
  return byKey.get(key)?.run(on, key) !== false && byKey.has(key);
}
