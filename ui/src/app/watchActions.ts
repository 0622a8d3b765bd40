/** Rows of the table of actions about what came by itself. */
import BellRing from "@lucide/svelte/icons/bell-ring";
import CheckCheck from "@lucide/svelte/icons/check-check";
import Settings2 from "@lucide/svelte/icons/settings-2";
import type { Action } from "./actions";
import { seeAll, watchSettings } from "./watchSteps";

export const watchActions = {
  goNew: {
    label: "New",
    icon: BellRing,
    group: "Go to",
    keys: "g n",
    words: ["watch", "came", "notices", "other devices"],
    run: (s) => s.go({ page: "new" }),
  },
  seeAll: {
    label: "Mark all as seen",
    icon: CheckCheck,
    group: "Library",
    words: ["new", "read"],
    when: (s) => s.state.counts.unseen > 0,
    run: (s) => void seeAll(s),
  },
  watchSettings: {
    label: "How new photos are noticed",
    icon: Settings2,
    group: "Library",
    words: ["watch", "interval", "notice", "new", "settings"],
    when: (s) => s.connection !== null,
    run: (s) => void watchSettings(s),
  },
} satisfies Record<string, Action>;
