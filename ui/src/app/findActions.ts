/** Rows of the table of actions that search, and that act on what is no longer found. */
import CloudOff from "@lucide/svelte/icons/cloud-off";
import ListX from "@lucide/svelte/icons/list-x";
import Search from "@lucide/svelte/icons/search";
import type { Action } from "./actions";
import { focusSearch } from "./searchSteps";

export const findActions = {
  search: {
    label: "Search",
    icon: Search,
    group: "Go to",
    keys: "/",
    when: (session) => session.connection !== null && session.selection.size === 0,
    run: (session) => void focusSearch(session),
  },
  goMissing: {
    label: "No longer found",
    icon: CloudOff,
    group: "Go to",
    when: (session) => (session.facts?.missing ?? 0) > 0,
    run: (session) => session.go({ page: "missing" }),
  },
  forgetMissing: {
    label: "Clear from the library",
    icon: ListX,
    group: "Selected photos",
    danger: true,
    when: (session) => session.route.page === "missing" && session.chosenCount > 0,
    run: (session) => (session.dialog = { kind: "forgetMissing", chosen: session.chosen, items: session.chosenCount }),
  },
} satisfies Record<string, Action>;
