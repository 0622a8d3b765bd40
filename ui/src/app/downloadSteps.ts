/** Steps that copy items into a folder on this computer. */
import { titleOf } from "../lib/features/albums/AlbumsStore.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import type { AlbumView, DownloadRequest, DownloadView, DownloadWhat, JobId, JobView } from "../lib/ipc/bindings";
import { counted } from "../lib/words/format";
import type { Session } from "./Session.svelte";

/** Asks where to and how. */
function ask(session: Session, what: DownloadWhat, title: string) {
  session.dialog = { kind: "download", what, title };
}

export function downloadChosen(session: Session) {
  ask(session, { kind: "chosen", chosen: session.chosen }, counted(session.chosenCount, "item"));
}

export function downloadAlbum(session: Session, album: AlbumView) {
  ask(session, { kind: "album", album: album.key }, `“${titleOf(album)}”`);
}

export function downloadSearch(session: Session) {
  if (session.route.page !== "search") return;
  ask(session, { kind: "search", text: session.route.text }, `what “${session.route.text}” finds`);
}

export function downloadEverything(session: Session) {
  ask(session, { kind: "everything", sinceMs: null, addedSinceMs: null }, "everything");
}

/** Begins it, and says at its end how it went. */
export async function startDownload(session: Session, request: DownloadRequest): Promise<void> {
  const begun = await session.backend.startDownload(request);
  if (request.what.kind === "chosen") session.selection.clear();
  await session.quietly(session.downloads.read());
  void follow(session, begun);
}

/** Shows a download while it runs, and how it ended. */
async function follow(session: Session, { job, title }: DownloadView) {
  if (job !== null) await followDownload(session, job, `Downloading ${title}`);
}

/**
 * Shows again a download that ran before the page was opened: after a restart it goes on by itself. One of an account that
 * is not shown has no name here.
 */
export async function followAgain(session: Session, job: JobView) {
  await session.downloads.read();
  const download = session.downloads.all.find((one) => one.job === job.id);
  void followDownload(session, job.id, download ? `Downloading ${download.title}` : "Downloading");
  session.running.follow(job);
}

async function followDownload(session: Session, id: JobId, label: string) {
  const over = session.running.begin(id, label);
  const job = await session.ended.of(id);
  over();
  await session.quietly(session.downloads.read());
  if (job.state === "failed") session.problem = job.note;
  else if (job.note !== null && session.route.page !== "downloads")
    toasts.show(job.note, { label: "Show", run: () => session.go({ page: "downloads" }) });
}

/** Does something with a download and reads how it stands. */
export async function withDownload(session: Session, work: () => Promise<void>) {
  await session.attempt(work);
  await session.quietly(session.downloads.read());
}

/** Goes on with one, and shows it while it runs. */
export async function goOn(session: Session, download: DownloadView, work: () => Promise<void>) {
  await withDownload(session, work);
  const now = session.downloads.all.find(({ id }) => id === download.id);
  if (now) void follow(session, now);
}
