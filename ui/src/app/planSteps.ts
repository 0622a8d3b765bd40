/** What follows a drop of many files: a plan that is looked at before anything is sent. */
import type { PlanKey } from "../lib/ipc/bindings";
import { announcer } from "../lib/design/announcer.svelte";
import { toasts } from "../lib/design/toasts.svelte";
import { PlanStore } from "../lib/features/uploads/plan/PlanStore.svelte";
import { counted } from "../lib/words/format";
import type { Session } from "./Session.svelte";

export async function openPlan(session: Session, key: PlanKey) {
  const before = session.plan;
  // One plan is looked at at a time: the drop that came last.
  if (before !== null && before.key !== key) void session.backend.planDiscard(before.key).catch(() => undefined);
  const plan = new PlanStore(session.backend, key);
  session.plan = plan;
  session.dialog = { kind: "plan", plan: key };
  await plan.read();
}

/** Nothing of it was sent. What was read is kept for the next time. */
export async function discardPlan(session: Session) {
  const { plan } = session;
  session.dialog = null;
  session.plan = null;
  if (plan !== null) await session.attempt(() => session.backend.planDiscard(plan.key));
}

export function startedPlan(session: Session) {
  const files = (session.plan?.view?.newFiles ?? 0) + (session.plan?.view?.alreadyThere ?? 0);
  session.dialog = null;
  session.plan = null;
  void session.quietly(session.uploads.read());
  const text = `${counted(files, "file")} ${files === 1 ? "is" : "are"} in the queue`;
  if (session.route.page === "uploads") announcer.say(text);
  else toasts.show(text, { label: "Show", run: () => session.go({ page: "uploads" }) });
}
