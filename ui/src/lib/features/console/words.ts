/** Words of the console. */
import type { ConsoleAnswer, ConsoleGroup, ConsoleMethod, ConsoleRequest } from "../../ipc/bindings";
import { bytes, count } from "../../words/format";

export const GROUPS: readonly { group: ConsoleGroup; name: string }[] = [
  { group: "albums", name: "Albums" },
  { group: "mediaItems", name: "Media items" },
  { group: "uploads", name: "Uploads" },
  { group: "picker", name: "Picker" },
  { group: "sharedAlbums", name: "Shared albums" },
];

export type Tone = "good" | "warn" | "bad" | "neutral";

export function toneOf(status: number | null): Tone {
  if (status === null) return "bad";
  if (status < 300) return "good";
  if (status < 400 || status === 429) return "warn";
  return "bad";
}

/** Such as `84 ms, 12 KB, 2 requests`. */
export function figures({ tookMs, sizeBytes, requests }: ConsoleAnswer): string {
  const twice = requests > 1 ? `, ${requests} requests: the sign-in was renewed` : "";
  return `${count(tookMs)} ms, ${bytes(sizeBytes)}${twice}`;
}

/** A call in a line. */
export function titleOf(request: ConsoleRequest): string {
  return request.path.replace(/^https?:\/\/[^/]+/, "").replace(/^\/v1\//, "");
}

/** `https://www.googleapis.com/auth/photoslibrary.appendonly` as it is spoken of. */
export function scopeName(scope: string): string {
  return scope.slice(scope.lastIndexOf("/") + 1);
}

export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** Under a heading that says the rest. */
export function shortName({ id, group }: ConsoleMethod): string {
  if (group === "albums") return id.replace(/^albums\./, "");
  if (group === "mediaItems") return id.replace(/^mediaItems\./, "");
  return id.replace(/^picker\./, "");
}
