/** Days and items in words, in the language of the window, whatever the system's. */
import type { GridItem } from "../ipc/bindings";
import { dayAndYear as dateWords, dayHere, dayNamed, dayOfWeek, monthName, timeOfDay } from "../words/calendar";
import { count as whole, counted } from "../words/format";

export { whole };

/** `Sunday 14 June 2026`, the local day of a moment. */
export function fullDate(ms: number): string {
  const day = dayHere(ms);
  return `${dayOfWeek(day)} ${day.year}`;
}

/** `2026-06-14` as `Sunday 14 June`; with the year when it is not this one. */
export function dayTitle(day: string, thisYear: number): string {
  const found = dayNamed(day);
  if (found === null) return day;
  return found.year === thisYear ? dayOfWeek(found) : `${dayOfWeek(found)} ${found.year}`;
}

/** `2026-06-14` as `14 June 2026`. */
export function dayAndYear(day: string): string {
  const found = dayNamed(day);
  return found === null ? day : dateWords(found);
}

/** `June 2026`; months count from 0. */
export function monthTitle(year: number, month: number): string {
  return `${monthName(month)} ${year}`;
}

export function itemCount(count: number): string {
  return counted(count, "item");
}

const KINDS: Record<GridItem["kind"], string> = { photo: "Photo", animation: "Animation", video: "Video" };

/** What a reader hears of a tile: `Photo, 14 June 2026, 04:12`. */
export function itemName(item: GridItem): string {
  const length = item.durationMs === null ? "" : `, ${videoLength(item.durationMs)}`;
  const state = item.state === "ready" ? "" : item.state === "processing" ? ", being processed" : ", cannot be shown";
  return `${KINDS[item.kind]}${length}, ${dateWords(dayHere(item.takenMs))}, ${timeOfDay(item.takenMs)}${state}`;
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
