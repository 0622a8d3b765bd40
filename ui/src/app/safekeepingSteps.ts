/** Steps about what of a folder on this computer is in Google Photos. */
import type { JobId, ListFormat, SafekeepingFile } from "../lib/ipc/bindings";
import { announcer } from "../lib/design/announcer.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { joined, nameOf } from "../lib/features/safekeeping/tree";
import { answer, GO_UP, isNamed } from "../lib/features/safekeeping/words";
import { counted } from "../lib/words/format";
import type { Session } from "./Session.svelte";
import { enqueue } from "./steps";

export async function readReports(session: Session): Promise<void> {
  const key = session.state.current;
  if (key !== null) await session.quietly(session.safekeeping.read(key));
}

/** Checks a folder that the person chooses. */
export async function checkAnother(session: Session): Promise<void> {
  const [folder] = (await session.attempt(() => session.backend.pickFolder())) ?? [];
  if (folder !== undefined) await checkFolder(session, folder);
}

/** Checks a folder, and shows its report once that is there. */
export async function checkFolder(session: Session, folder: string): Promise<void> {
  const { backend, safekeeping: store } = session;
  const key = session.state.current;
  if (key === null) return;
  session.go({ page: "safekeeping" });
  const job = await session.attempt(() => backend.checkFolder(key, folder));
  if (job === undefined) return;
  const done = await follow(session, job, folder, false);
  if (!done || session.state.current !== key) return;
  const newest = store.reports.toSorted((a, b) => b.checkedMs - a.checkedMs)[0];
  if (newest === undefined) return;
  const here = session.route.page === "safekeeping";
  // Whoever looks at another report meanwhile is left there.
  if (store.open === null || store.open.folder === newest.folder) store.choose(newest.folder);
  if (here) announcer.say(answer(newest));
  else
    toasts.show(`${nameOf(newest.shownFolder)}: ${answer(newest)}`, {
      label: "Show",
      run: () => (store.choose(newest.folder), session.go({ page: "safekeeping" })),
    });
}

/** Asks Google about all media items of the open report. */
export async function askGoogle(session: Session): Promise<void> {
  const { backend, safekeeping: store } = session;
  const [key, folder] = [session.state.current, store.open?.folder];
  if (key === null || folder === undefined) return;
  const job = await session.attempt(() => backend.askAboutFolder(key, folder));
  if (job !== undefined) await follow(session, job, folder, true);
}

/** Shows work while it runs. Gives whether it came to its end. */
async function follow(session: Session, id: JobId, folder: string, asks: boolean): Promise<boolean> {
  const { safekeeping: store } = session;
  const name = nameOf(folder);
  store.begun(id, folder, asks);
  const over = session.running.begin(id, asks ? `Asking Google about ${name}` : `Checking ${name}`, "safekeeping");
  const job = await session.ended.of(id);
  over();
  store.ended(job);
  await readReports(session);
  if (job.state === "failed") session.problem = job.note;
  else if (asks && job.note !== null) toasts.show(job.note);
  return job.state === "done";
}

export async function forgetReport(session: Session): Promise<void> {
  const { backend, safekeeping: store } = session;
  const [key, open] = [session.state.current, store.open];
  if (key === null || open === null) return;
  await session.attempt(async () => {
    await backend.forgetReport(key, open.folder);
    store.choose(null);
    toasts.show(`The report of ${nameOf(open.shownFolder)} is gone. Its files are untouched.`);
  });
  await readReports(session);
}

/** Writes what is shown to a file of the person's choice. */
export async function exportReport(session: Session, form: ListFormat): Promise<void> {
  const { backend, safekeeping: store } = session;
  const { open } = store;
  if (open === null) return;
  const written = await session.attempt(async () => {
    const path = await backend.pickSaveFile(`safekeeping-${nameOf(open.shownFolder)}.${form}`);
    return path === null ? null : store.export(form, path);
  });
  if (written !== null && written !== undefined) toasts.show(`Report of ${counted(written, "file")} saved`);
}

/** Uploads what is not there: files by name, or the folder where they are many. What is there already stays out by itself. */
export async function uploadMissing(session: Session): Promise<void> {
  const { safekeeping: store } = session;
  const { open } = store;
  if (open === null) return;
  const paths = await session.attempt(async () => {
    const lists = await Promise.all(GO_UP.map((state) => store.paths(state)));
    const all = lists.flatMap((list) => list ?? []);
    const plain = all.every((path) => isNamed({ path })) && !lists.includes(null);
    return plain ? all.map((path) => joined(open.folder, path)) : [open.folder];
  });
  if (paths !== undefined) await enqueue(session, paths, null);
}

export async function uploadFile(session: Session, file: SafekeepingFile): Promise<void> {
  const { open } = session.safekeeping;
  if (open !== null) await enqueue(session, [joined(open.folder, file.path)], null);
}

export async function showFile(session: Session, file: SafekeepingFile): Promise<void> {
  const [key, open] = [session.state.current, session.safekeeping.open];
  if (key === null || open === null) return;
  await session.attempt(() => session.backend.showReportFile(key, open.folder, file.path));
}

export async function copyOf(session: Session, file: SafekeepingFile, what: "path" | "hash" | "id"): Promise<void> {
  const { open } = session.safekeeping;
  const text = {
    path: joined(open?.shownFolder ?? "", file.path),
    hash: file.hash ?? "",
    id: file.googleId ?? "",
  }[what];
  const done = await session.attempt(async () => {
    await session.backend.copyText(text);
    return true;
  });
  if (done) toasts.show({ path: "Path copied", hash: "Hash copied", id: "Id copied" }[what]);
}

/** Shows the photo that a file became. */
export function showItem(session: Session, { itemKey, state }: SafekeepingFile): void {
  if (itemKey === null) return;
  session.go(state === "notFound" ? { page: "missing" } : { page: "photos" });
  session.focusKey = itemKey;
}
