/** Days and items in words, in the language of the window, whatever the system's. */
import type { GridItem } from "../ipc/bindings";

const UTC = { timeZone: "UTC" } as const;
const weekdayAndDay = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", ...UTC });
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const withYear = new Intl.DateTimeFormat("en-GB", { ...LONG, ...UTC });
const withYearHere = new Intl.DateTimeFormat("en-GB", LONG);
const monthAndYear = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", ...UTC });
const dateInUtc = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", ...UTC });
const dateOf = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const timeOf = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const number = new Intl.NumberFormat("en");

/** Between weekday and day the same sign with a year as without: some places have a comma only in the longer form. */
const afterWeekday = literalAfterWeekday(weekdayAndDay);

function literalAfterWeekday(format: Intl.DateTimeFormat): string | null {
  const parts = format.formatToParts(0);
  const at = parts.findIndex(({ type }) => type === "weekday");
  return at === 0 && parts[1]?.type === "literal" ? parts[1].value : null;
}

function alike(format: Intl.DateTimeFormat, time: number | Date): string {
  return format
    .formatToParts(time)
    .map(({ value }, at, parts) => (at === 1 && parts[0]?.type === "weekday" ? (afterWeekday ?? value) : value))
    .join("");
}

/** `Sunday 14 June 2026`, the local day of a moment. */
export function fullDate(ms: number): string {
  return alike(withYearHere, ms);
}

/** `2026-06-14` as `Sunday 14 June`; with the year when it is not this one. */
export function dayTitle(day: string, thisYear: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return date.getUTCFullYear() === thisYear ? weekdayAndDay.format(date) : alike(withYear, date);
}

/** `2026-06-14` as `14 June 2026`. */
export function dayAndYear(day: string): string {
  return dateInUtc.format(new Date(`${day}T00:00:00Z`));
}

/** `June 2026`; months count from 0. */
export function monthTitle(year: number, month: number): string {
  return monthAndYear.format(Date.UTC(year, month));
}

export function itemCount(count: number): string {
  return `${number.format(count)} ${count === 1 ? "item" : "items"}`;
}

export function whole(count: number): string {
  return number.format(count);
}

const KINDS: Record<GridItem["kind"], string> = { photo: "Photo", animation: "Animation", video: "Video" };

/** What a reader hears of a tile: `Photo, 14 June 2026, 04:12`. */
export function itemName(item: GridItem): string {
  const length = item.durationMs === null ? "" : `, ${videoLength(item.durationMs)}`;
  const state = item.state === "ready" ? "" : item.state === "processing" ? ", being processed" : ", cannot be shown";
  return `${KINDS[item.kind]}${length}, ${dateOf.format(item.takenMs)}, ${timeOf.format(item.takenMs)}${state}`;
}

/** `0:42`, `1:02:09`. */
export function videoLength(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** The two colours of a picture as a ground to wait on. */
export function tonesGround(tones: string | null): string | undefined {
  const found = tones === null ? null : /^(#[0-9a-f]{6})(#[0-9a-f]{6})$/i.exec(tones);
  return found ? `linear-gradient(165deg, ${found[1] ?? ""}, ${found[2] ?? ""})` : undefined;
}

/** Whether a picture is so wide that it says so. */
export function isPanorama(item: GridItem): boolean {
  return item.kind === "photo" && item.heightPx > 0 && item.widthPx / item.heightPx >= 2.4;
}
