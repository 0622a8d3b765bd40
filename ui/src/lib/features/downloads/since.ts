/** The first day of what is wanted, as it is typed and as the program takes it. */

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** The local day of a moment, `2026-11-30`. */
export function dayText(ms: number): string {
  const date = new Date(ms);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a day begins here, in ms; null where there is no such day. */
export function startOf(text: string): number | null {
  const [, year, month, day] = DAY.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return dayText(date.getTime()) === text.trim() ? date.getTime() : null;
}
