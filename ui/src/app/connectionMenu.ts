/** The menu at the rail's foot: accounts, the theme, about. */
import BadgeInfo from "@lucide/svelte/icons/badge-info";
import Monitor from "@lucide/svelte/icons/monitor";
import Moon from "@lucide/svelte/icons/moon";
import Plus from "@lucide/svelte/icons/plus";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Sun from "@lucide/svelte/icons/sun";
import type { MenuEntry, MenuRow } from "../lib/design/menus.svelte";
import type { ConnectionView } from "../lib/ipc/bindings";
import { clientTail, healthWords, loadsWords, quotaWords } from "../lib/features/connections/words";
import { count } from "../lib/words/format";
import { menuRow } from "./actions";
import { accountOf, show } from "./connectionSteps";
import type { Session } from "./Session.svelte";

/** Opens an account of the sample library and shows it. */
export async function openSample(session: Session, account: "legacy" | "today"): Promise<void> {
  await session.backend.openSample(account);
  await session.switched();
}

function accounts(session: Session): MenuEntry[] {
  return session.state.connections.map((connection) => ({
    label: connection.name,
    line: lineOf(session, connection),
    avatar: { ...accountOf(session, connection), health: healthWords(connection).dot },
    note: noteOf(session, connection),
    checked: connection.key === session.state.current,
    run: () => void show(session, connection.key),
  }));
}

/** The address; where the account is there twice, also the client, by which they differ. */
function lineOf(session: Session, { key, email, clientId }: ConnectionView): string {
  const twice = session.state.connections.some((other) => other.key !== key && other.email === email);
  return twice ? `${email}, client ${clientTail(clientId)}` : email;
}

/** What there is to know before one goes there. */
function noteOf(session: Session, connection: ConnectionView): string | undefined {
  if (connection.health !== "connected") return healthWords(connection).word;
  const queue = session.state.queues.find((one) => one.connection === connection.key);
  return queue && `${count(queue.files)} to upload`;
}

function more(session: Session): MenuEntry[] {
  const sample = (account: "legacy" | "today", label: string): MenuRow => ({
    label,
    icon: Plus,
    run: () => void session.attempt(() => openSample(session, account)),
  });
  const samples = session.state.connections.filter((c) => c.isSample);
  return [
    menuRow(session, "connect"),
    ...(samples.length === 0 ? [sample("legacy", "Open the sample library")] : []),
    ...(samples.length === 1 ? [sample("today", "Open the second sample account")] : []),
  ];
}

function themes(session: Session): MenuEntry[] {
  const row = (theme: "system" | "light" | "dark", label: string, icon: typeof Sun): MenuRow => ({
    label,
    icon,
    checked: session.settings.theme === theme,
    run: () => session.keep({ theme }),
  });
  return [row("system", "As the system", Monitor), row("light", "Light", Sun), row("dark", "Dark", Moon)];
}

/** What Google's day has seen: requests, and loads of bytes where there were any. */
function meters({ quota }: ConnectionView): MenuEntry[] {
  const loads = loadsWords(quota);
  return [
    { heading: quotaWords(quota), meter: { used: quota.projectRequests, limit: quota.limit } },
    ...(loads === null ? [] : [{ heading: loads, meter: { used: quota.projectLoads, limit: quota.loadsLimit } }]),
  ];
}

/** `withQuota` where the rail has no room for it. */
export function connectionEntries(session: Session, withQuota: boolean): MenuEntry[] {
  const { connection } = session;
  if (connection === null) return [];
  return [
    ...(withQuota ? meters(connection) : []),
    { heading: "Accounts" },
    ...accounts(session),
    ...more(session),
    "line",
    menuRow(session, "checkConnection"),
    { ...menuRow(session, "sync"), icon: RefreshCw },
    menuRow(session, "goSees"),
    { ...menuRow(session, "renameConnection"), label: "Rename" },
    menuRow(session, "renewConnection"),
    menuRow(session, "disconnect"),
    "line",
    { heading: "Appearance" },
    ...themes(session),
    "line",
    menuRow(session, "settings"),
    menuRow(session, "shortcuts"),
    { label: "About Albumen", icon: BadgeInfo, run: () => (session.dialog = { kind: "about" }) },
  ];
}
