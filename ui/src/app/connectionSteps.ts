/** What is done with connections, from the menu, the palette and keys alike. */
import type { ConnectionKey, ConnectionView } from "../lib/ipc/bindings";
import type { AccountShown } from "../lib/design/Account.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import type { Session } from "./Session.svelte";

/** How the account of a connection is shown. */
export function accountOf({ backend }: Session, { key, name, email, hasPicture }: ConnectionView): AccountShown {
  return { name, email, picture: hasPicture ? backend.pictureUrl({ of: "avatar", key }) : undefined };
}

/** The same by its key; none where there is no such one. */
export function accountAt(session: Session, key: ConnectionKey | null): AccountShown | null {
  const found = session.state.connections.find((connection) => connection.key === key);
  return found ? accountOf(session, found) : null;
}

/** The account that is shown, for which things are done. */
export function accountHere(session: Session): AccountShown | null {
  return session.connection && accountOf(session, session.connection);
}

/** Shows another account. */
export async function show(session: Session, key: ConnectionKey): Promise<void> {
  if (key === session.state.current) return;
  await session.attempt(async () => {
    await session.backend.selectConnection(key);
    await session.switched();
  });
}

/** Shows the account after the one that is shown, round and round. */
export async function showNext(session: Session): Promise<void> {
  const { connections, current } = session.state;
  const here = connections.findIndex(({ key }) => key === current);
  const next = connections[(here + 1) % connections.length];
  if (next === undefined || next.key === current) return;
  await show(session, next.key);
  toasts.show(`“${next.name}” is shown`);
}

/** Signs out at Google; `keep` leaves the library here. What Google left standing is said. */
export async function disconnect(session: Session, gone: ConnectionView, keep: boolean): Promise<void> {
  const account = accountOf(session, gone);
  const { revoked, permissionsPage } = await (keep
    ? session.backend.signOutConnection(gone.key)
    : session.backend.removeConnection(gone.key));
  session.dialog = revoked ? null : { kind: "stillPermitted", account, page: permissionsPage };
  if (keep) await session.readAll();
  else await session.switched();
}
