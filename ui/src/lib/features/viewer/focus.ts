/** Keeps the keyboard inside an element that lies over everything else. */
import type { Attachment } from "svelte/attachments";
import { menus } from "../../design/menus.svelte";

const REACHED =
  'a[href], button:not(:disabled, [tabindex="-1"]), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Whether a menu or a dialog lies above and has the keys. */
export function covered(): boolean {
  return menus.open !== null || document.querySelector("dialog[open]") !== null;
}

export const holdFocus: Attachment<HTMLElement> = (node) => {
  // What is said over everything, such as Undo, is reached as well.
  const reached = (): HTMLElement[] =>
    [...node.querySelectorAll<HTMLElement>(REACHED), ...document.querySelectorAll<HTMLElement>(".toast button")].filter(
      (element) => element.offsetParent !== null || element.closest(".toast") !== null,
    );

  function onkeydown(event: KeyboardEvent): void {
    if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.defaultPrevented || covered()) return;
    const all = reached();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const leaves = event.shiftKey ? at <= 0 : at === -1 || at === all.length - 1;
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
  /** An element that vanished leaves the focus nowhere, and WebKit says nothing about it. */
  function fetchBack(): void {
    const nowhere = document.activeElement === null || document.activeElement === document.body;
    if (node.isConnected && !covered() && nowhere) node.focus({ preventScroll: true });
  }
  function onfocusout(event: FocusEvent): void {
    if (event.relatedTarget === null) queueMicrotask(fetchBack);
  }
  const removals = new MutationObserver(fetchBack);

  window.addEventListener("keydown", onkeydown);
  node.addEventListener("focusout", onfocusout);
  removals.observe(node, { childList: true, subtree: true });
  node.focus({ preventScroll: true });
  return () => {
    removals.disconnect();
    window.removeEventListener("keydown", onkeydown);
    node.removeEventListener("focusout", onfocusout);
  };
};
