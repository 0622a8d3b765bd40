/** What follows on a new connection: it is shown, and what was dropped before goes up. */
import type { Session } from "./Session.svelte";
import { enqueue } from "./steps";

export async function arrive(session: Session) {
  await session.switched();
  const { held } = session;
  session.held = [];
  if (held.length === 0) return;
  session.go({ page: "uploads" });
  await enqueue(session, [...held], null);
}
