/** What a person can do with links, as steps. */
import type { LinkFormat, LinkKey, LinkView } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import type { Refusal } from "../lib/platform/backend";
import { counted } from "../lib/words/format";
import { linkTitle } from "../lib/words/link";
import type { Session } from "./Session.svelte";

/** Copies a link. Gives whether it is on the clipboard. */
export async function copyLink(session: Session, link: LinkView): Promise<boolean> {
  const done = await session.attempt(async () => {
    await session.backend.copyLink(link.key);
    return true;
  });
  return done === true;
}

/** The same where no button can say so. */
export async function copyLinkAloud(session: Session, link: LinkView) {
  if (await copyLink(session, link)) toasts.show("Link copied. Anyone who has it can see the album.");
}

/** The link that is meant where one stands: of the open album, of the album or the row that has the focus. None where it is dead. */
export function linkAtHand(session: Session): LinkView | null {
  const link = session.album?.link ?? focused(session);
  return link !== null && link.state !== "dead" ? link : null;
}

function focused(session: Session): LinkView | null {
  const at = typeof document === "undefined" ? null : document.activeElement;
  const tile = at?.closest<HTMLElement>("[data-drop-album]")?.dataset["dropAlbum"];
  if (tile !== undefined) return session.albums.get(Number(tile))?.link ?? null;
  const row = at?.closest<HTMLElement>("[data-link]")?.dataset["link"];
  return session.links.all.find(({ key }) => String(key) === row) ?? null;
}

/** Joins the album of somebody else, or says where only the person can. */
export async function joinAlbum(session: Session, link: string, joined: () => void) {
  const outcome = await session.backend.joinAlbum(link);
  if (outcome.kind === "joined") {
    toasts.show(`Joined “${outcome.album.title || "Untitled"}”`);
    joined();
  } else if (outcome.url === null) {
    throw {
      code: "other",
      message: "Only you can join, on the page of the album’s link. Paste the link instead.",
      retryAfterS: null,
    } satisfies Refusal;
  } else {
    toasts.show("Only you can join this one: press Join on the page that is open in your browser.");
  }
}

/** A name for a file, without what a file's name cannot hold. */
function fileName(text: string, ending: string): string {
  return `${
    text
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, " ")
      .trim()
      .slice(0, 80) || "album"
  }.${ending}`;
}

/** Gives the sentence of a refusal, or null. */
export function saveQr(session: Session, link: LinkView): Promise<string | null> {
  return session.sentence(async () => {
    const to = await session.backend.pickSaveFile(fileName(linkTitle(link), "png"));
    if (to === null) return;
    await session.backend.saveQr(link.key, to);
    toasts.show("QR code saved");
  });
}

const ENDINGS: Record<LinkFormat, string> = { html: "html", text: "txt", markdown: "md", csv: "csv", json: "json" };

/** Gives the sentence of a refusal, or null. */
export function saveLinks(session: Session, keys: LinkKey[], format: LinkFormat): Promise<string | null> {
  return session.sentence(async () => {
    const to = await session.backend.pickSaveFile(fileName("Shared albums", ENDINGS[format]));
    if (to === null) return;
    const out = await session.backend.writeLinks(keys, format, to);
    session.dialog = null;
    toasts.show(`Saved ${counted(out.links, "link")}`);
  });
}

/** Gives the sentence of a refusal, or null. */
export function copyLinks(session: Session, keys: LinkKey[], format: LinkFormat): Promise<string | null> {
  return session.sentence(async () => {
    const out = await session.backend.copyLinks(keys, format);
    session.dialog = null;
    toasts.show(`Copied ${counted(out.links, "link")}`);
  });
}
