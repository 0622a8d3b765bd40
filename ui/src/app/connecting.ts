/** Steps that lead into the wizard that connects Google Photos, and out of it. */
import type { ConnectionView } from "../lib/ipc/bindings";
import { projectOf } from "../lib/features/connections/wizard/console";
import { Wizard } from "../lib/features/connections/wizard/Wizard.svelte";
import { arrive } from "./arrive";
import { isKept, routeName } from "./Router.svelte";
import type { Session } from "./Session.svelte";

/** The wizard of each session, while it is open. */
const open = new WeakMap<Session, Wizard>();

/** The wizard, from where it was left. */
export function wizardOf(session: Session): Wizard {
  const wizard =
    open.get(session) ??
    new Wizard(session.backend, session.settings.wizard ?? null, {
      keep: (place) => session.keep({ wizard: place }),
      done: () => void finish(session),
    });
  open.set(session, wizard);
  return wizard;
}

/** Sessions in which what comes of the wizard is checked. */
const checking = new WeakSet<Session>();

/** Shows it, with a client's file where one was dropped. */
export function openWizard(session: Session, file?: string) {
  session.dialog = null;
  const wizard = wizardOf(session);
  session.go({ page: "connect" });
  if (file !== undefined) void wizard.take(file);
}

/** Shows where the client is given; the connection that comes of it is checked. */
export function enterClient(session: Session) {
  checking.add(session);
  wizardOf(session).go("file");
  openWizard(session);
}

/** Shows how the API of a connection is switched on. */
export async function showApiOff(session: Session, connection: ConnectionView) {
  const client = await session.backend.connectionClient(connection.key).catch(() => null);
  wizardOf(session).showApiOff(connection, projectOf(client));
  openWizard(session);
}

/** Leaves it; the place is kept. */
export function closeWizard(session: Session) {
  open.delete(session);
  checking.delete(session);
  if (session.router.canGoBack) session.back();
  else session.router.reset({ page: "photos" });
  // A start of the program does not come back to what is left.
  session.keep({ lastView: isKept(session.route) ? routeName(session.route) : "photos" });
}

async function finish(session: Session) {
  open.delete(session);
  session.keep({ wizard: null, lastView: "photos" });
  const check = checking.delete(session);
  if (check) session.checkAsked = true;
  await arrive(session, { page: check ? "connection" : "sees" });
}
