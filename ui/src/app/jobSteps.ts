/** Steps that are jobs: they show progress, can be stopped, and most of them undone. */
import type { AddOrder, AlbumView, Chosen, JobId, JobKind } from "../lib/ipc/bindings";
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { counted } from "../lib/words/format";
import { followAgain } from "./downloadSteps";
import type { Session } from "./Session.svelte";

/** Shows a job while it runs and says how it ended, with Undo where it can be taken back. */
export async function followJob(session: Session, id: JobId, label = "Changing items") {
  const over = session.running.begin(id, label);
  const job = await session.ended.of(id);
  over();
  if (job.undo) session.undoable = id;
  if (job.state === "failed") session.problem = job.note;
  else if (job.note !== null)
    toasts.show(job.note, job.undo ? { label: "Undo", run: () => void undo(session, id) } : undefined);
}

/** Jobs that are lines of the window and nowhere else, in the words of somebody who was not there when they began. */
const LABELS: Partial<Record<JobKind, string>> = {
  album: "Changing an album",
  describe: "Writing descriptions",
  safekeeping: "Checking a folder",
};

/** Shows again what ran when the page was opened anew. */
export async function followRunning(session: Session) {
  for (const job of await session.backend.jobs()) {
    if (job.state !== "running" && job.state !== "waiting") continue;
    if (job.kind === "download") await followAgain(session, job);
    const label = LABELS[job.kind];
    if (label === undefined) continue;
    void followJob(session, job.id, label);
    session.running.follow(job);
  }
}

async function undo(session: Session, id: JobId) {
  if (session.undoable === id) session.undoable = null;
  const back = await session.attempt(() => session.backend.undoJob(id));
  if (back !== undefined) await followJob(session, back, "Undoing");
}

/** Takes back what was changed last. */
export async function undoLast(session: Session) {
  if (session.undoable !== null) await undo(session, session.undoable);
}

/** So many items of a grid, for a step that is taken once a dialog has been answered. */
export interface Picked {
  chosen: Chosen;
  items: number;
  /** In which order they go into an album. */
  order: AddOrder;
}

/** Puts items in an album. */
export async function addToAlbum(session: Session, album: AlbumView, { chosen, items, order }: Picked) {
  const job = await session.backend.addToAlbum(album.key, chosen, order);
  if (isSelection(session, chosen)) session.selection.clear();
  void followJob(session, job, `Adding ${counted(items, "item")} to “${titleOf(album)}”`);
}

/** Whether these are what is selected, and not only the item that a menu was opened on. */
function isSelection(session: Session, chosen: Chosen): boolean {
  return JSON.stringify(session.chosen) === JSON.stringify(chosen);
}

/**
 * Makes an album with items in it. Once the album is there, a refusal to fill it is said above the page: who tried again
 * in the dialog would make a second one.
 */
export async function createAlbumWith(session: Session, title: string, picked: Picked): Promise<AlbumView> {
  const made = await session.backend.createAlbum(title);
  session.albums.put(made);
  await session.attempt(() => addToAlbum(session, made, picked));
  return made;
}

/** Takes what is chosen out of the open album. It stays in the library. */
export async function removeFromAlbum(session: Session, album: AlbumView, chosen: Chosen) {
  const items = session.chosenCount;
  const job = await session.attempt(() => session.backend.removeFromAlbum(album.key, chosen));
  if (job === undefined) return;
  session.selection.clear();
  void followJob(session, job, `Removing ${counted(items, "item")} from “${titleOf(album)}”`);
}

/** Asks what is to be said about what is chosen. */
export async function describe(session: Session) {
  const { chosen, chosenCount: items, chosenKey: key } = session;
  const details = key === null ? null : await session.attempt(() => session.backend.itemDetails(key));
  if (details === undefined) return;
  session.dialog = { kind: "describe", chosen, items, text: details?.description ?? "" };
}

export async function describeChosen(session: Session, chosen: Chosen, items: number, text: string) {
  const job = await session.backend.describeItems(chosen, text);
  void followJob(session, job, `Describing ${counted(items, "item")}`);
}

/** Compares all with Google because the person asked. */
export async function compare(session: Session) {
  const job = await session.attempt(() => session.backend.compareLibrary());
  if (job !== undefined) void followJob(session, job, "Comparing the library with Google");
}
