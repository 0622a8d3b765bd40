/** The one open menu of the window. Drawn by `MenuLayer.svelte`. */
import type { Icon } from "./icon";

export interface MenuRow {
  label: string;
  icon?: Icon | undefined;
  /** The key that does the same, as shown. */
  keys?: string | undefined;
  /** A word at the right. */
  note?: string | undefined;
  /** A second line. */
  line?: string | undefined;
  /** A portrait in place of the icon; which one is chosen is then said at the right. */
  avatar?: { name: string; picture?: string | undefined; health: "good" | "warn" | "bad" | "none" } | undefined;
  danger?: boolean;
  disabled?: boolean;
  /** Set for one of several choices. */
  checked?: boolean;
  run: () => void;
}

/** A line between groups, or the name of a group, with a meter under it where it tells a number. */
export type MenuEntry = MenuRow | { heading: string; meter?: { used: number; limit: number } } | "line";

interface Open {
  label: string;
  entries: readonly MenuEntry[];
  x: number;
  y: number;
  /** Which corner of the menu stands at the point. */
  corner: "top-left" | "top-right" | "bottom-left";
  width: number;
  opener: HTMLElement | null;
}

class Menus {
  open = $state.raw<Open | null>(null);

  /** Opens at a point, as for a right click. */
  at(point: { x: number; y: number }, label: string, entries: readonly MenuEntry[]) {
    const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.open = { label, entries, ...point, corner: "top-left", width: 228, opener };
  }

  /** Opens below a button, or above one at the window's foot. */
  under(opener: HTMLElement, label: string, entries: readonly MenuEntry[], width = 228) {
    const box = opener.getBoundingClientRect();
    const below = box.bottom < window.innerHeight * 0.7;
    const right = box.left + width > window.innerWidth - 8;
    this.open = {
      label,
      entries,
      x: right ? box.right : box.left,
      y: below ? box.bottom + 4 : box.top - 4,
      corner: below ? (right ? "top-right" : "top-left") : "bottom-left",
      width,
      opener,
    };
  }

  close() {
    const opener = this.open?.opener;
    this.open = null;
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
}

export const menus = new Menus();
