/** What a person can do with the one item that is looked at. */
import type { ItemKey } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import type { Refusal } from "../lib/platform/backend";
import type { Session } from "./Session.svelte";
import { followJob } from "./steps";
import { wishes } from "./wishes.svelte";

/** Writes what is said about an item. Gives the sentence of the refusal, or null once it is at Google. */
export async function describeItem(session: Session, key: ItemKey, text: string): Promise<string | null> {
  const { backend } = session;
  return session.sentence(async () => {
    const scope = session.grid?.scope ?? { kind: "all" as const };
    const id = await backend.describeItems({ scope, spans: [], keys: [key], without: [] }, text);
    const job = await session.ended.of(id);
    if (job.state === "failed" && job.note !== null)
      throw { code: "other", message: job.note, retryAfterS: null } satisfies Refusal;
    void followJob(session, id);
  });
}

export async function copyImage(session: Session, key: ItemKey) {
  const done = await session.attempt(async () => {
    await session.backend.copyImage(key);
    return true;
  });
  if (done) toasts.show("Photo copied");
}

/** Puts a text on the clipboard from a press of the person. */
export async function copyText(session: Session, text: string, said: string) {
  const done = await session.attempt(async () => {
    await navigator.clipboard.writeText(text);
    return true;
  });
  if (done) toasts.show(said);
}

/** Shows one after another, from what is chosen or from the first. */
export async function startSlideshow(session: Session) {
  const { grid } = session;
  if (grid === null) return;
  if (session.viewing === null) {
    const key = session.chosenKey ?? (await session.attempt(() => grid.load(0)))?.key;
    if (key === undefined) return;
    session.openItem(key);
  }
  wishes.slideshow = true;
}
