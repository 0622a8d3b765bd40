/** Rows of the table of actions about accounts. */
import KeyRound from "@lucide/svelte/icons/key-round";
import LogOut from "@lucide/svelte/icons/log-out";
import Pencil from "@lucide/svelte/icons/pencil";
import Plus from "@lucide/svelte/icons/plus";
import UserRoundCog from "@lucide/svelte/icons/user-round-cog";
import UsersRound from "@lucide/svelte/icons/users-round";
import type { Action } from "./actions";
import { openWizard } from "./connecting";
import { showNext } from "./connectionSteps";

export const connectionActions = {
  accounts: {
    label: "Accounts",
    icon: UserRoundCog,
    group: "Library",
    keys: "g m",
    words: ["connection", "switch account"],
    when: (s) => s.connection !== null,
    // The menu stands at its button, and gives the focus back to it.
    run: () => document.querySelector<HTMLElement>("[data-connection]")?.click(),
  },
  nextAccount: {
    label: "Show the next account",
    icon: UsersRound,
    group: "Library",
    keys: "alt+a",
    words: ["switch account", "connection"],
    when: (s) => s.state.connections.length > 1,
    run: (s) => void showNext(s),
  },
  connect: {
    label: "Connect Google Photos",
    icon: Plus,
    group: "Library",
    words: ["account", "add", "sign in"],
    run: (s) => openWizard(s),
  },
  renameConnection: {
    label: "Rename this connection",
    icon: Pencil,
    group: "Library",
    words: ["account"],
    when: (s) => s.connection !== null,
    run: (s) => {
      if (s.connection) s.dialog = { kind: "renameConnection", connection: s.connection.key };
    },
  },
  renewConnection: {
    label: "Sign in again",
    icon: KeyRound,
    group: "Library",
    words: ["account", "renew", "connection"],
    when: (s) => s.connection !== null && !s.connection.isSample,
    run: (s) => {
      if (s.connection) s.dialog = { kind: "signInAgain", connection: s.connection.key };
    },
  },
  disconnect: {
    label: "Disconnect",
    icon: LogOut,
    group: "Library",
    words: ["account", "sign out", "log out", "remove"],
    danger: true,
    when: (s) => s.connection !== null,
    run: (s) => {
      if (s.connection) s.dialog = { kind: "disconnect", connection: s.connection.key };
    },
  },
} satisfies Record<string, Action>;
