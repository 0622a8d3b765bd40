/** What is typed for the settings of uploads, and what it means. Pure. */

/** `23:30` or `7:00` in minutes after midnight; none for anything else. */
export function minutesOf(typed: string): number | null {
  const found = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(typed);
  const [hours, minutes] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 99)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** The same as it is typed. */
export function clockOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const BYTES_PER_MB = 1_000_000;
/** Slower than this and a photo takes minutes: more likely a slip. */
const SLOWEST_MB = 0.05;
const FASTEST_MB = 10_000;

/** `2.5` MB a second in bytes; none for anything that is no speed. */
export function speedOf(typed: string): number | null {
  const value = Number(typed.trim().replace(",", "."));
  if (typed.trim() === "" || !Number.isFinite(value) || value < SLOWEST_MB || value > FASTEST_MB) return null;
  return Math.round(value * BYTES_PER_MB);
}

export function speedTyped(bytesPerS: number): string {
  return String(Math.round(bytesPerS / (BYTES_PER_MB / 100)) / 100);
}
