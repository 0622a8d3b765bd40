/**
 * Days in the words of the window, which are English whatever the system's. By hand: a format of `Intl` takes the web view
 * milliseconds to make, and the first page would need five of them.
 */
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** A day of the calendar, without a place or a time. */
export interface Day {
  year: number;
  /** Counts from 0. */
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** The local day of a moment. */
export function dayHere(ms: number): Day {
  const date = new Date(ms);
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), weekday: date.getDay() };
}

/** A day `YYYY-MM-DD`; null where it is none. */
export function dayNamed(text: string): Day | null {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return null;
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), weekday: date.getUTCDay() };
}

/** `June`; months count from 0. */
export function monthName(month: number): string {
  return MONTHS[month] ?? "";
}

/** `14 June`. */
export function dayOfMonth({ month, day }: Day): string {
  return `${day} ${monthName(month)}`;
}

/** `14 June 2026`. */
export function dayAndYear(day: Day): string {
  return `${dayOfMonth(day)} ${day.year}`;
}

/** `Sunday 14 June`. */
export function dayOfWeek(day: Day): string {
  return `${WEEKDAYS[day.weekday] ?? ""} ${dayOfMonth(day)}`;
}

/** Local time of day: `09:00`. */
export function timeOfDay(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
