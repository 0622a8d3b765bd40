/** What a person can do with the upload queue, as steps. */
import type { ListFormat, UploadSectionKind } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import type { Remedy } from "../lib/features/uploads/words";
import { counted } from "../lib/words/format";
import type { Session } from "./Session.svelte";

/** Does it, and shows the queue as it stands then. */
export function onQueue(session: Session, work: () => Promise<unknown>) {
  void session.attempt(async () => {
    await work();
    await session.uploads.read();
  });
}

/** What the state card offers. */
export function remedy(session: Session, kind: Exclude<Remedy, null>) {
  const { backend, connection } = session;
  const paused = session.uploads.view.state.kind === "paused";
  if (kind === "settings") session.dialog = { kind: "uploadSettings" };
  else if (kind === "goOn") onQueue(session, () => (paused ? backend.pauseUploads(false) : backend.retryUploads(null)));
  else if (connection) session.dialog = { kind: "signInAgain", connection: connection.key };
}

/** Cancels all that is not sent. Undo puts it back at the end of the queue. */
export async function cancelAll(session: Session) {
  const { backend } = session;
  await backend.cancelAllUploads();
  await session.uploads.read();
  const { cancelled } = session.uploads.view.totals;
  toasts.show(`Cancelled ${counted(cancelled, "file")}`, {
    label: "Undo",
    run: () => onQueue(session, () => backend.retrySection("cancelled")),
  });
}

const NAMES: Partial<Record<UploadSectionKind, string>> = { failed: "failed-uploads", leftOut: "left-out-files" };

/** Writes a section to a file of the person's choice. */
export async function saveList(session: Session, section: UploadSectionKind, format: ListFormat) {
  const written = await session.attempt(async () => {
    const path = await session.backend.pickSaveFile(`${NAMES[section] ?? "uploads"}.${format}`);
    return path === null ? null : session.backend.writeUploadList(section, format, path);
  });
  if (written !== null && written !== undefined) toasts.show(`List of ${counted(written, "file")} saved`);
}
