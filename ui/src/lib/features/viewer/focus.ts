/** Keeps the keyboard inside an element that lies over everything else. */
import type { Attachment } from "svelte/attachments";

const REACHED = 'a[href], button:not(:disabled, [tabindex="-1"]), input:not(:disabled), [tabindex="0"]';

export const holdFocus: Attachment<HTMLElement> = (node) => {
  const reached = (): HTMLElement[] =>
    [...node.querySelectorAll<HTMLElement>(REACHED)].filter((element) => element.offsetParent !== null);

  function onkeydown(event: KeyboardEvent): void {
    if (event.key !== "Tab" || event.ctrlKey || event.altKey) return;
    const all = reached();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const leaves = event.shiftKey ? at <= 0 : at === all.length - 1;
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
  /** A button that vanished leaves the focus nowhere, and the keys with it. */
  function onfocusout(event: FocusEvent): void {
    if (event.relatedTarget !== null) return;
    queueMicrotask(() => {
      if (node.isConnected && document.activeElement === document.body) node.focus({ preventScroll: true });
    });
  }

  node.addEventListener("keydown", onkeydown);
  node.addEventListener("focusout", onfocusout);
  node.focus({ preventScroll: true });
  return () => {
    node.removeEventListener("keydown", onkeydown);
    node.removeEventListener("focusout", onfocusout);
  };
};
