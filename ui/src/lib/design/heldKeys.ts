/** Keys that are pressed while a part of the window is on its way: it gets them, in their order, as soon as it is there. */

/** Whether a press alone says something. */
function says(event: KeyboardEvent): boolean {
  return !event.isComposing && !["Shift", "Control", "Alt", "Meta", "Dead"].includes(event.key);
}

/** What the web view does by itself on a real press, and not on one that is told again. */
function doAsPressed(target: Element, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const types = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  // The old command is the only one that types as a person does: with its events, and taken back by Ctrl Z.
  if (types && event.key.length === 1) document.execCommand("insertText", false, event.key);
  else if (types && event.key === "Backspace") document.execCommand("delete");
  else if (target instanceof HTMLInputElement && event.key === "Enter") target.form?.requestSubmit();
  else if (target instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ")) target.click();
}

function tell(event: KeyboardEvent): void {
  const target = document.activeElement ?? document.body;
  const { key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey } = event;
  const again = new KeyboardEvent("keydown", {
    ...{ key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey },
    ...{ bubbles: true, cancelable: true, composed: true, view: window },
  });
  if (target.dispatchEvent(again)) doAsPressed(target, event);
}

export interface HeldKeys {
  /** Ends it, and tells all of them to what has the focus now. */
  tell: () => void;
  /** Ends it, and forgets them. */
  drop: () => void;
}

/** Holds what is pressed from now on. */
export function holdKeys(): HeldKeys {
  let held: KeyboardEvent[] = [];
  function onkeydown(event: KeyboardEvent): void {
    if (!event.isTrusted || !says(event)) return;
    held.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  function end(): KeyboardEvent[] {
    window.removeEventListener("keydown", onkeydown, true);
    const all = held;
    held = [];
    return all;
  }
  window.addEventListener("keydown", onkeydown, true);
  return { tell: () => end().forEach(tell), drop: () => void end() };
}
