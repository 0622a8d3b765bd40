/** Rows of the table of actions that act on the grid of the page. */
import CalendarArrowDown from "@lucide/svelte/icons/calendar-arrow-down";
import CalendarArrowUp from "@lucide/svelte/icons/calendar-arrow-up";
import ZoomIn from "@lucide/svelte/icons/zoom-in";
import ZoomOut from "@lucide/svelte/icons/zoom-out";
import type { Unit } from "../lib/features/timeline/days";
import type { Density } from "../lib/grid/source";
import type { Action } from "./actions";
import type { Session } from "./Session.svelte";

const SIZES: readonly Density[] = ["compact", "normal", "large"];

/** The next larger or smaller size of the photos; nothing at the ends. */
function sized(session: Session, by: 1 | -1): Density | undefined {
  return SIZES[SIZES.indexOf(session.settings.density) + by];
}

function size(by: 1 | -1, label: string, keys: string): Action {
  return {
    label,
    icon: by > 0 ? ZoomIn : ZoomOut,
    group: "Window",
    keys,
    when: (session) => session.grid !== null && session.viewing === null && sized(session, by) !== undefined,
    run: (session) => {
      const density = sized(session, by);
      if (density !== undefined) session.keep({ density });
    },
  };
}

function leap(unit: Unit, down: boolean, label: string, keys: string): Action {
  return {
    label,
    icon: down ? CalendarArrowDown : CalendarArrowUp,
    group: "Go to",
    keys,
    when: ({ grid }) => grid !== null && grid.scope.kind !== "album" && grid.total > 0,
    run: (session) => session.grid?.leap(unit, down),
  };
}

export const gridActions = {
  olderDay: leap("day", true, "Older day", "d"),
  newerDay: leap("day", false, "Newer day", "shift+d"),
  olderMonth: leap("month", true, "Older month", "m"),
  newerMonth: leap("month", false, "Newer month", "shift+m"),
  olderYear: leap("year", true, "Older year", "y"),
  newerYear: leap("year", false, "Newer year", "shift+y"),
  larger: size(1, "Larger photos", "+"),
  smaller: size(-1, "Smaller photos", "-"),
} satisfies Record<string, Action>;
