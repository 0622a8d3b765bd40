/** A day, month or year as a person types it, as the last day of it: there a grid that falls in time begins to show it. Pure. */

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** `YYYY-MM-DD`, or null where it is not understood. */
export function typedDay(text: string): string | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[\s,./-]+/)
    .filter((part) => part !== "");
  const year = parts.find((part) => /^\d{4}$/.test(part));
  if (year === undefined || parts.length > 3) return null;
  const rest = parts.filter((part) => part !== year);
  const named = rest.find((part) => part.length >= 3 && MONTHS.some((month) => month.startsWith(part)));
  const numbers = rest.filter((part) => part !== named).map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < 1)) return null;
  const nameAt = named === undefined ? -1 : MONTHS.findIndex((month) => month.startsWith(named));
  if (rest.length === 0) return dated(Number(year), 12, 31);
  // With a name the number is the day. Without one: 2024-06-14, or as in most of the world 14.06.2024.
  if (nameAt >= 0) return dated(Number(year), nameAt + 1, numbers[0]);
  const [month, day] = parts[0] === year ? numbers : [...numbers].reverse();
  return month === undefined ? null : dated(Number(year), month, day);
}

function dated(year: number, month: number, day: number | undefined): string | null {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || (day ?? 1) > last) return null;
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day ?? last)}`;
}
