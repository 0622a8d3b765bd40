/** What follows on a new connection: it is shown, and what was dropped before goes up. */
import type { Route } from "./Router.svelte";
import type { Session } from "./Session.svelte";
import { enqueue } from "./steps";

/** `to` is where one comes out; without it at the uploads where something goes up, else at the photos. */
export async function arrive(session: Session, to?: Route) {
  await session.switched(to);
  const { held } = session;
  session.held = [];
  if (held.length === 0) return;
  if (to === undefined) session.go({ page: "uploads" });
  await enqueue(session, [...held], null);
}
