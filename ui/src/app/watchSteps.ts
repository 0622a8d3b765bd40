/** What is done with what came by itself, from the page, the palette and keys alike. */
import type { ConnectionKey } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import { counted } from "../lib/words/format";
import { show } from "./connectionSteps";
import type { Session } from "./Session.svelte";

/** Everything that came up to now is seen. Can be taken back. */
export async function seeAll(session: Session): Promise<void> {
  const { backend } = session;
  const key = session.state.current;
  if (key === null) return;
  await session.attempt(async () => {
    // What comes between this and the next step stays new.
    const { newest, unseen } = await backend.watching(key);
    const seenMs = await backend.markSeen(key, newest);
    if (seenMs === null) return;
    toasts.show(`${counted(unseen, "photo")} marked as seen`, {
      label: "Undo",
      run: () => void session.attempt(() => backend.markUnseen(key, seenMs)),
    });
  });
}

/** How the account that is shown is watched. */
export async function watchSettings(session: Session): Promise<void> {
  const key = session.state.current;
  if (key === null) return;
  await session.attempt(async () => {
    const { settings } = await session.backend.watching(key);
    session.dialog = { kind: "watching", connection: key, settings };
  });
}

/** A notice of the system led here. */
export async function showNew(session: Session, key: ConnectionKey): Promise<void> {
  await show(session, key);
  session.go({ page: "new" });
}
