/** The menu at the rail's foot: accounts, the theme, about. */
import BadgeInfo from "@lucide/svelte/icons/badge-info";
import KeyRound from "@lucide/svelte/icons/key-round";
import LogOut from "@lucide/svelte/icons/log-out";
import Monitor from "@lucide/svelte/icons/monitor";
import Moon from "@lucide/svelte/icons/moon";
import Pencil from "@lucide/svelte/icons/pencil";
import Plus from "@lucide/svelte/icons/plus";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Sun from "@lucide/svelte/icons/sun";
import type { MenuEntry, MenuRow } from "../lib/design/menus.svelte";
import { healthWords, quotaWords } from "../lib/features/connections/words";
import { menuRow } from "./actions";
import { openWizard } from "./connecting";
import type { Session } from "./Session.svelte";

/** Opens an account of the sample library and shows it. */
export async function openSample(session: Session, account: "legacy" | "today"): Promise<void> {
  await session.backend.openSample(account);
  await session.switched();
}

function accounts(session: Session): MenuEntry[] {
  return session.state.connections.map((connection) => ({
    label: connection.name,
    note: healthWords(connection).word,
    checked: connection.key === session.state.current,
    run: () =>
      void session.attempt(async () => {
        if (connection.key === session.state.current) return;
        await session.backend.selectConnection(connection.key);
        await session.switched();
      }),
  }));
}

function more(session: Session): MenuEntry[] {
  const sample = (account: "legacy" | "today", label: string): MenuRow => ({
    label,
    icon: Plus,
    run: () => void session.attempt(() => openSample(session, account)),
  });
  const samples = session.state.connections.filter((c) => c.isSample);
  return [
    {
      label: "Connect Google Photos",
      icon: Plus,
      run: () => openWizard(session),
    },
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

/** `withQuota` where the rail has no room for it. */
export function connectionEntries(session: Session, withQuota: boolean): MenuEntry[] {
  const { connection } = session;
  if (connection === null) return [];
  const { key, quota } = connection;
  return [
    ...(withQuota ? [{ heading: quotaWords(quota), meter: { used: quota.projectRequests, limit: quota.limit } }] : []),
    { heading: connection.email === "" ? "Accounts" : connection.email },
    ...accounts(session),
    ...more(session),
    "line",
    { ...menuRow(session, "sync"), icon: RefreshCw },
    menuRow(session, "goSees"),
    { label: "Rename", icon: Pencil, run: () => (session.dialog = { kind: "renameConnection", connection: key }) },
    {
      label: "Sign in again",
      icon: KeyRound,
      disabled: connection.isSample,
      run: () => (session.dialog = { kind: "signInAgain", connection: key }),
    },
    {
      label: "Disconnect",
      icon: LogOut,
      danger: true,
      run: () => (session.dialog = { kind: "disconnect", connection: key }),
    },
    "line",
    { heading: "Appearance" },
    ...themes(session),
    "line",
    menuRow(session, "settings"),
    menuRow(session, "shortcuts"),
    { label: "About Albumen", icon: BadgeInfo, run: () => (session.dialog = { kind: "about" }) },
  ];
}
