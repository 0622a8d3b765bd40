/** Numbers, sizes, days and spans as a person reads them. English words, 24-hour local times. */

import { dayAndYear, dayHere, dayNamed, dayOfMonth } from "./calendar";

export { timeOfDay } from "./calendar";

const whole = new Intl.NumberFormat("en");

/** `48216` as `48,216`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 file`, `412 files`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes in decimal units, three figures at most: `312 MB`, `1.4 GB`. */
export function bytes(value: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  const shown = unit === 0 || rest >= 99.5 ? Math.round(rest).toString() : rest.toFixed(1);
  return `${shown} ${units[unit] ?? ""}`;
}

/** A length of time to go: `40 seconds`, `14 min`, `7 h 22 min`. */
export function span(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return counted(seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long ago: `just now`, `12 minutes ago`, `on 3 May 2026`. */
export function ago(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes === 1) return "a minute ago";
  if (minutes < 60) return `${counted(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours === 1) return "an hour ago";
  if (hours < 24) return `${counted(hours, "hour")} ago`;
  const days = Math.floor(hours / 24);
  if (days === 1) return "a day ago";
  if (days < 14) return `${counted(days, "day")} ago`;
  return `on ${dayAndYear(dayHere(ms))}`;
}

/** Two days `YYYY-MM-DD` as one span: `11 to 19 June 2026`, `28 May to 3 June 2026`, `14 June 2026`. */
export function days(first: string, last: string): string {
  const [a, b] = [dayNamed(first), dayNamed(last)];
  if (a === null || b === null) return first === last ? first : `${first} to ${last}`;
  if (first === last) return dayAndYear(b);
  if (a.year !== b.year) return `${dayAndYear(a)} to ${dayAndYear(b)}`;
  return `${a.month === b.month ? a.day : dayOfMonth(a)} to ${dayAndYear(b)}`;
}
