/** What a watched folder says about itself. */
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import Eye from "@lucide/svelte/icons/eye";
import FolderX from "@lucide/svelte/icons/folder-x";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Pause from "@lucide/svelte/icons/pause";
import Search from "@lucide/svelte/icons/search";
import type { Icon } from "../../../design/icon";
import type { FolderRule, FolderState } from "../../../ipc/bindings";
import { counted } from "../../../words/format";

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}

export const usualRule = (path: string): FolderRule => ({
  albums: { kind: "one", title: nameOf(path) },
  subfolders: true,
  existing: true,
  dates: "leave",
  captions: true,
});

/** Reads a rule back in words, beside the name of its folder. `titleOf` names an album of the library. */
export function ruleWords(rule: FolderRule, titleOf: (album: number) => string): string {
  const where = rule.subfolders ? "here and below" : "here";
  const what = rule.existing
    ? `All photos and videos ${where} go up, new ones too`
    : `Only new photos and videos ${where} go up`;
  const dates = rule.dates === "leave" ? "" : " Missing dates are written into the copies that are sent.";
  const captions = rule.captions ? " Captions become descriptions." : "";
  return `${what}, ${albumsWords(rule, titleOf)}.${dates}${captions}`;
}

function albumsWords({ albums }: FolderRule, titleOf: (album: number) => string): string {
  switch (albums.kind) {
    case "none":
      return "into your library, in no album";
    case "into":
      return `into the album “${titleOf(albums.album)}”`;
    case "one":
      return `into the album “${albums.title}”`;
    case "perFolder":
      return albums.depth > 1
        ? `each folder down to ${albums.depth} levels into an album of its own`
        : "each folder into an album of its own";
  }
}

export interface FolderWords {
  icon: Icon;
  tone: "good" | "warn" | "bad" | "accent" | "neutral";
  chip: string;
  /** More than fits the chip, where there is more to say. */
  line: string | null;
}

export function folderWords(state: FolderState): FolderWords {
  switch (state.kind) {
    case "watching":
      return { icon: Eye, tone: "good", chip: "Watching", line: null };
    case "looking":
      return { icon: Search, tone: "accent", chip: "Looking", line: "Looks for what appeared meanwhile." };
    case "settling": {
      const line = `${counted(state.files, "file")} ${state.files === 1 ? "is" : "are"} still being written. It waits until they stop growing.`;
      return { icon: Hourglass, tone: "accent", chip: "Settling", line };
    }
    case "paused":
      return { icon: Pause, tone: "neutral", chip: "Paused", line: null };
    case "gone":
      return {
        icon: FolderX,
        tone: "warn",
        chip: "Not there",
        line: "This folder is not there. Nothing is lost. Connect its disk, and Albumen goes on by itself.",
      };
    case "trouble":
      return { icon: CircleAlert, tone: "bad", chip: "Needs you", line: state.message };
  }
}
