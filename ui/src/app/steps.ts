/** What a person can do, as steps: bars, menus and keys call these and nothing else. */
import type { AlbumKey, AlbumView, ItemKey } from "../lib/ipc/bindings";
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { announcer } from "../lib/design/announcer.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { keysOf, selectAll as chooseAll } from "../lib/features/timeline/choosing";
import { handedOutWords } from "../lib/words/copies";
import { counted } from "../lib/words/format";
import { openPlan } from "./planSteps";
import type { Session } from "./Session.svelte";

export {
  addToAlbum,
  compare,
  createAlbumWith,
  describe,
  describeChosen,
  followJob,
  removeFromAlbum,
  undoLast,
} from "./jobSteps";
export { copyLink, copyLinkAloud } from "./linkSteps";

export async function setCover(session: Session, album: AlbumView, item: ItemKey) {
  const after = await session.attempt(() => session.backend.setAlbumCover(album.key, item));
  if (after === undefined) return;
  session.albums.put(after);
  session.selection.clear();
  toasts.show(`New cover for “${titleOf(album)}”`);
}

/** A folder, or more files than this, are looked at before anything is sent. */
export const MOST_AT_ONCE = 20;

/** Takes in what was dropped or chosen: a few files go up at once, many become a plan. */
export async function enqueue(session: Session, paths: string[], album: AlbumKey | null) {
  if (paths.length === 0) return;
  const outcome = await session.attempt(() => session.backend.dropFiles(paths, album));
  if (outcome === undefined) return;
  if (outcome.kind === "plan") return openPlan(session, outcome.plan);
  const taken = outcome.enqueued;
  void session.quietly(session.uploads.read());
  const out = taken.leftOut.length;
  const first = taken.leftOut[0];
  if (taken.files === 0) {
    session.problem =
      first === undefined
        ? "Nothing to upload was found there. Google takes photos and videos."
        : out === 1
          ? `${first.fileName} stays out. ${first.reason}`
          : `${counted(out, "file")} stay out, ${first.fileName} among them. ${first.reason}`;
    return;
  }
  const title = album === null ? undefined : session.albums.get(album)?.title;
  const where = title === undefined ? "to your library" : `into “${title}”`;
  const stays = out === 0 ? "" : `, ${counted(out, "file")} ${out === 1 ? "stays" : "stay"} out`;
  const text = `${counted(taken.files, "file")} ${taken.files === 1 ? "goes" : "go"} ${where}${stays}`;
  if (session.route.page === "uploads") announcer.say(text);
  else toasts.show(text, { label: "Show", run: () => session.go({ page: "uploads" }) });
}

/** The album that new files go into from where one stands. */
export function uploadTarget(session: Session): AlbumKey | null {
  return session.route.page === "album" && session.album?.writable ? session.route.key : null;
}

export async function uploadFiles(session: Session, folder: boolean) {
  const { backend } = session;
  const album = uploadTarget(session);
  const paths = await session.attempt(() => (folder ? backend.pickFolder() : backend.pickFiles("uploading")));
  if (paths !== undefined) await enqueue(session, paths, album);
}

/** Everything of the page, also what is not on the screen. */
export async function selectAll(session: Session) {
  const { grid, selection } = session;
  if (grid !== null) await session.attempt(() => chooseAll(grid, selection));
}

/** So many files go out of the window in one pull. */
const MOST_OUT = 10;

/** Gives these files away by the drag that goes on, and says where they are not the originals. */
export async function handOut(session: Session, keys: ItemKey[]) {
  const said = handedOutWords(keys.length, await session.backend.dragOut(keys));
  if (said !== null) toasts.show(said);
}

/** Gives files to the desktop or another program: the item that was pulled, or with null all that are selected. */
export async function dragOut(session: Session, subject: ItemKey | null) {
  const { grid, selection } = session;
  if (grid === null) return;
  await session.attempt(async () => {
    const keys = subject === null ? await keysOf(grid, selection, MOST_OUT) : [subject];
    if (keys !== null) await handOut(session, keys);
    else toasts.show(`Up to ${MOST_OUT} photos can be dragged out at a time. Select fewer to take them along.`);
  });
}
