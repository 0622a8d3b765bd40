/** Numbers, sizes, days and spans as a person reads them. English words, 24-hour local times. */

const whole = new Intl.NumberFormat("en");
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

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

/** Local time of day: `09:00`. */
export function timeOfDay(ms: number): string {
  return clock.format(ms);
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
  return `on ${dayAndYear.format(ms)}`;
}

/** Two days `YYYY-MM-DD` as one span: `11 to 19 June 2026`, `28 May to 3 June 2026`, `14 June 2026`. */
export function days(first: string, last: string): string {
  const a = new Date(`${first}T00:00:00Z`);
  const b = new Date(`${last}T00:00:00Z`);
  const [ya, yb] = [a.getUTCFullYear(), b.getUTCFullYear()];
  if (first === last) return `${day.format(b)} ${yb}`;
  if (ya !== yb) return `${day.format(a)} ${ya} to ${day.format(b)} ${yb}`;
  if (a.getUTCMonth() === b.getUTCMonth()) return `${a.getUTCDate()} to ${day.format(b)} ${yb}`;
  return `${day.format(a)} to ${day.format(b)} ${yb}`;
}
