/** Turns pressed keys into actions of the table. */
import { menus } from "../lib/design/menus.svelte";
import { pressed } from "../lib/words/keys";
import { possible, table, type ActionName } from "./actions";
import type { Session } from "./Session.svelte";

const PREFIX_MS = 1200;
const byKeys = new Map<string, ActionName>();
for (const [name, action] of Object.entries(table)) {
  if (action.keys) byKeys.set(action.keys.toLowerCase(), name as ActionName);
}

/** Enter belongs to the tile that has the focus. */
const LEFT_TO_THE_PAGE = new Set<ActionName>(["open"]);

/** Other ways to press the same key. */
const ALSO = new Map([
  ["=", "+"],
  ["ctrl+=", "+"],
  ["ctrl++", "+"],
  ["ctrl+-", "-"],
]);

/** The way out of the viewer, and what it has no keys for. */
const OVER_THE_VIEWER = new Set<ActionName>(["back", "shortcuts", "palette", "settings", "undo"]);

/** What no letter is typed with opens from inside a field as well. */
const ALSO_TYPING = "ctrl+k";

/** A key that types must type. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type='checkbox']), textarea, select"))
  );
}

export function keyHandler(session: Session): (event: KeyboardEvent) => void {
  let prefix = "";
  let until = 0;
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (typing(event.target) && pressed(event) !== ALSO_TYPING) return;
    if (session.dialog !== null || menus.open !== null || document.querySelector("dialog[open]")) return;
    const pressedKey = pressed(event).toLowerCase();
    const key = ALSO.get(pressedKey) ?? pressedKey;
    const sequence = event.timeStamp < until ? `${prefix} ${key}` : "";
    const name = byKeys.get(sequence) ?? byKeys.get(key);
    prefix = key;
    until = event.timeStamp + PREFIX_MS;
    if (name === undefined || LEFT_TO_THE_PAGE.has(name) || !possible(session, name)) return;
    // The viewer has its own keys.
    if (session.viewing !== null && !OVER_THE_VIEWER.has(name)) return;
    event.preventDefault();
    until = 0;
    table[name].run(session);
  };
}

/** The fourth and fifth button of a mouse. */
export function mouseBack(session: Session): (event: MouseEvent) => void {
  return (event) => {
    // The wizard goes its steps.
    if (session.dialog !== null || session.route.page === "connect") return;
    if (event.button === 3) session.back();
    else if (event.button === 4) session.forward();
    else return;
    event.preventDefault();
  };
}
