/** What a person can do about a connection, as steps. */
import type { ConnectionKey, ConnectionView, DoctorView, Remedy } from "../lib/ipc/bindings";
import { toasts } from "../lib/design/toasts.svelte";
import { enterClient } from "./connecting";
import type { Session } from "./Session.svelte";

/** A check that is older is made anew when somebody looks at it. */
const OLD_MS = 10 * 60_000;

/** The second account of the sample library; the other one is the first. */
const SECOND_SAMPLE = "tomas.okafor@example.com";

/** Shows the page of the connection and checks it now. */
export function checkConnection(session: Session) {
  session.checkAsked = true;
  session.go({ page: "connection" });
}

/** Whether a check tells nothing of this moment any more. */
export function isOld(view: DoctorView | null): boolean {
  return view === null || view.endedMs === null || Date.now() - view.endedMs > OLD_MS;
}

export async function copyReport(session: Session, key: ConnectionKey) {
  const copied = await session.attempt(async () => {
    await session.backend.copyReport(key);
    return true;
  });
  if (copied) toasts.show("Report copied. No secret is in it.");
}

/** Does what mends a connection other than by signing in. Gives whether it is worth checking again now. */
export async function mendElsewhere(session: Session, connection: ConnectionView, remedy: Remedy): Promise<boolean> {
  if (remedy.kind === "enterClient" || remedy.kind === "otherAccount") {
    enterClient(session);
    return false;
  }
  if (remedy.kind !== "openSample") return true;
  const account = connection.email === SECOND_SAMPLE ? "today" : "legacy";
  const opened = await session.attempt(() => session.backend.openSample(account));
  void session.readAll();
  return opened !== undefined;
}
