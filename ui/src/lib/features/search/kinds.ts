/** The parts of a search as they are shown. */
import AlignLeft from "@lucide/svelte/icons/align-left";
import BookImage from "@lucide/svelte/icons/book-image";
import CalendarDays from "@lucide/svelte/icons/calendar-days";
import Camera from "@lucide/svelte/icons/camera";
import CloudUpload from "@lucide/svelte/icons/cloud-upload";
import Film from "@lucide/svelte/icons/film";
import Search from "@lucide/svelte/icons/search";
import Shapes from "@lucide/svelte/icons/shapes";
import Star from "@lucide/svelte/icons/star";
import type { Icon } from "../../design/icon";
import type { SearchPart, SearchPartKind } from "../../ipc/bindings";

export const kindIcons: Record<SearchPartKind, Icon> = {
  word: Search,
  type: Film,
  album: BookImage,
  camera: Camera,
  date: CalendarDays,
  favorites: Star,
  category: Shapes,
  description: AlignLeft,
  uploaded: CloudUpload,
};

/** A name for a search that is to be kept: `Videos, June 2024`. */
export function nameOf(parts: readonly SearchPart[], text: string): string {
  const labels = parts.filter((part) => part.known).map((part) => part.label);
  const name = labels.length > 0 ? labels.join(", ") : text;
  return name.slice(0, 1).toLocaleUpperCase() + name.slice(1, 100);
}

/** The plain words of a text. */
export function wordsOf(parts: readonly SearchPart[]): string {
  return parts
    .filter((part) => part.kind === "word" && part.known)
    .map((part) => part.label)
    .join(" ");
}
