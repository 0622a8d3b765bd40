/** What is said of watching a library. Pure. */
import type { WatchingView } from "../../ipc/bindings";
import { ago, count, span } from "../../words/format";

const DAY_S = 86_400;

/** How often a connection is looked at. */
export const TIMES = [
  { value: "300", label: "5 min" },
  { value: "900", label: "15 min" },
  { value: "3600", label: "1 hour" },
  { value: "21600", label: "6 hours" },
  { value: "86400", label: "1 day" },
];

/** The choice that stands for a time that was set elsewhere: the longest that is not above it. */
export function timeValue(everyS: number): string {
  const fits = TIMES.filter(({ value }) => Number(value) <= everyS).at(-1) ?? TIMES[0];
  return fits?.value ?? "";
}

/** What looking so often costs. */
export function costWords(everyS: number): string {
  const looks = Math.round(DAY_S / everyS);
  const requests = looks === 1 ? "one request" : `${count(looks)} requests`;
  return `That costs ${requests} of the 10,000 that Google allows a day, and one more for each 100 new photos.`;
}

/** When Albumen looked, and when it looks again. `resetsMs` is when Google counts anew. */
export function lookWords(view: WatchingView, time: (ms: number) => string, resetsMs: number, now: number): string {
  const looked = view.lookedMs === null ? "Not looked at yet." : `Albumen looked ${ago(view.lookedMs, now)}`;
  const ended = view.lookedMs === null ? looked : `${looked}.`;
  switch (view.held) {
    case "offline":
      return `${ended} Google cannot be reached; Albumen looks when it answers.`;
    case "quotaSpent":
      return `${ended} Today’s requests for looking are used up; Albumen looks again at ${time(resetsMs)}.`;
    case "signInNeeded":
      return `${ended} It looks again when you have signed in.`;
    case null:
      break;
  }
  if (view.lookedMs === null || view.nextMs === null) return ended;
  const left = view.nextMs - now;
  return left < 1000 ? `${looked} and is about to look again.` : `${looked} and looks again in ${span(left)}.`;
}
