/** What a copy of a photo or video is, in words. Wherever a file is shown, offered or fetched, it is said in these. */
import type { ItemDetails, ItemKind } from "../ipc/bindings";

/** The file it was uploaded from, or what Google gives out of it. */
export type CopyKind = "original" | "reduced";

/** What is on this computer of an item, or else at Google. A picked item's file is Google's copy, wherever it lies. */
export function copyOf({ localPath, uploadedHere }: Pick<ItemDetails, "localPath" | "uploadedHere">): CopyKind {
  return localPath !== null && uploadedHere ? "original" : "reduced";
}

/** `mixed` stands for several items of which no more is known. */
export interface CopyWords {
  title: string;
  /** What is not in it; none of an original. */
  lacks: string | null;
}

export function copyWords(copy: CopyKind, of: ItemKind | "mixed"): CopyWords {
  if (copy === "original") return { title: "Original from this computer", lacks: null };
  if (of === "mixed")
    return {
      title: "Reduced copies from Google",
      lacks: "Photos have no location, videos are converted, and both can be smaller than the originals.",
    };
  const lacks =
    of === "video"
      ? "Converted by Google, without location, and often smaller than the original."
      : "Without its location, and often smaller than the original.";
  return { title: "Reduced copy from Google", lacks };
}

/** What is said once files left the window; none where all are originals. */
export function handedOutWords(files: number, reduced: number): string | null {
  if (reduced === 0) return null;
  const { title, lacks } = copyWords("reduced", "mixed");
  if (files === 1) return "A reduced copy from Google: no location, video converted.";
  return reduced === files
    ? `${title}. ${lacks ?? ""}`
    : `${String(reduced)} of ${String(files)} are reduced copies from Google: no location, videos converted.`;
}
