/** Rows of the table of actions that act on the open album. */
import Copy from "@lucide/svelte/icons/copy";
import ExternalLink from "@lucide/svelte/icons/external-link";
import Image from "@lucide/svelte/icons/image";
import MapPin from "@lucide/svelte/icons/map-pin";
import Pencil from "@lucide/svelte/icons/pencil";
import Share2 from "@lucide/svelte/icons/share-2";
import Type from "@lucide/svelte/icons/type";
import type { Action } from "./actions";
import type { Session } from "./Session.svelte";
import { copyLinkAloud, linkAtHand } from "./linkSteps";

const inAlbum = (session: Session) => session.album !== null;
const writable = (session: Session) => session.album?.writable === true;

export const albumActions = {
  share: {
    label: "Share",
    icon: Share2,
    group: "Album",
    keys: "s",
    words: ["link"],
    when: inAlbum,
    run: (s) => s.album && (s.dialog = { kind: "share", album: s.album.key }),
  },
  copyLink: {
    label: "Copy link",
    icon: Copy,
    group: "Album",
    keys: "ctrl+shift+c",
    when: (s) => linkAtHand(s) !== null,
    run: (s) => {
      const link = linkAtHand(s);
      if (link !== null) void copyLinkAloud(s, link);
    },
  },
  renameAlbum: {
    label: "Rename",
    icon: Pencil,
    group: "Album",
    keys: "F2",
    words: ["title"],
    when: writable,
    run: (s) => (s.retitling = true),
  },
  chooseCover: {
    label: "Choose a cover",
    icon: Image,
    group: "Album",
    when: (s) => writable(s) && (s.album?.items ?? 0) > 0,
    run: (s) => s.album && (s.dialog = { kind: "cover", album: s.album.key }),
  },
  addAlbumText: {
    label: "Add a text",
    icon: Type,
    group: "Album",
    words: ["note", "heading", "story"],
    when: writable,
    run: (s) => s.album && (s.dialog = { kind: "albumText", album: s.album.key }),
  },
  addAlbumPlace: {
    label: "Add a place",
    icon: MapPin,
    group: "Album",
    words: ["location", "map"],
    when: writable,
    run: (s) => s.album && (s.dialog = { kind: "albumPlace", album: s.album.key }),
  },
  openAlbumPage: {
    label: "Open in Google Photos",
    icon: ExternalLink,
    group: "Album",
    when: (s) => s.album?.hasPage === true,
    run: (s) => void (s.album && s.attempt(() => s.backend.openAlbumPage(s.album?.key ?? 0))),
  },
} satisfies Record<string, Action>;
