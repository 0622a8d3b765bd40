/** What the details panel says, in words. */
import { fullDate } from "../../grid/words";
import type { ItemDetails } from "../../ipc/bindings";
import { bytes } from "../../words/format";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `Sunday 14 June 2026, 04:12`. */
export function takenWords(takenMs: number): string {
  return `${fullDate(takenMs)}, ${clock.format(takenMs)}`;
}

/** `6048 × 4024, 11.3 MB`; what is unknown is left out. */
export function sizeWords({ item, sizeBytes }: ItemDetails): string {
  const edges = item.widthPx > 0 && item.heightPx > 0 ? `${String(item.widthPx)} × ${String(item.heightPx)}` : null;
  return [edges, sizeBytes === null ? null : bytes(sizeBytes)].filter((part) => part !== null).join(", ");
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
