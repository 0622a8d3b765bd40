/** What the details panel says, in words. */
import { fullDate } from "../../grid/words";
import type { ItemDetails } from "../../ipc/bindings";
import { dayAndYear, dayHere, timeOfDay } from "../../words/calendar";
import { bytes } from "../../words/format";

/** `Sunday 14 June 2026, 04:12`. */
export function takenWords(takenMs: number): string {
  return `${fullDate(takenMs)}, ${timeOfDay(takenMs)}`;
}

/** `14 June 2026`. */
export function dateWords(ms: number): string {
  return dayAndYear(dayHere(ms));
}

/** `24.3 MP`; what is smaller than a tenth is not worth a word. */
function megapixels(width: number, height: number): string | null {
  const million = (width * height) / 1e6;
  return million < 0.1 ? null : `${million < 10 ? million.toFixed(1) : String(Math.round(million))} MP`;
}

/** `6048 × 4024, 24 MP, 11.3 MB`; what is unknown is left out, and of a video its megapixels. */
export function sizeWords({ item, sizeBytes }: ItemDetails): string {
  const known = item.widthPx > 0 && item.heightPx > 0;
  const edges = known ? `${String(item.widthPx)} × ${String(item.heightPx)}` : null;
  const million = known && item.kind !== "video" ? megapixels(item.widthPx, item.heightPx) : null;
  return [edges, million, sizeBytes === null ? null : bytes(sizeBytes)].filter((part) => part !== null).join(", ");
}

/** What is said of an item that Google does not show any more. */
export function missingWords(sinceMs: number): string {
  return `Not found at Google since ${dateWords(sinceMs)}. What is known of it stays here until you forget it.`;
}

/** Source: https://developers.google.com/photos/library/reference/rest/v1/mediaItems/patch */
export const DESCRIPTION_CHARS = 1000;

/** Characters as a person counts them, not UTF-16 units. */
export function charsOf(text: string): number {
  return [...text].length;
}

const KINDS: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/gif": "GIF",
  "image/webp": "WebP",
  "image/heic": "HEIC",
  "image/heif": "HEIF",
  "image/avif": "AVIF",
  "image/tiff": "TIFF",
  "image/bmp": "BMP",
  "video/mp4": "MP4 video",
  "video/quicktime": "QuickTime video",
  "video/webm": "WebM video",
  "video/x-matroska": "Matroska video",
};

/** `JPEG`; a type we have no word for, as it is. */
export function kindWords(mimeType: string): string {
  return KINDS[mimeType.toLowerCase()] ?? mimeType;
}

/** The four numbers of the exposure, as far as they are known. */
export function exposureFigures(details: ItemDetails): { value: string; name: string }[] {
  const figures = [
    { value: details.focalLength, name: "focal length" },
    { value: details.aperture, name: "aperture" },
    { value: details.exposure, name: "exposure" },
    { value: details.iso?.replace(/^ISO\s*/i, "") ?? null, name: "ISO" },
  ];
  return figures.flatMap(({ value, name }) => (value === null ? [] : [{ value, name }]));
}
