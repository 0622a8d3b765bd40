/** The hand on the picture: wheel, pinch, double click, dragging it about, and dragging it out of the window. */
import type { Attachment } from "svelte/attachments";
import type { Zoom } from "./Zoom.svelte";

const LINE_PX = 33;
const WHEEL = 0.0022;
/** A touchpad's pinch comes as a wheel with the Control key and small steps. */
const PINCH = 0.01;
const DRAG_PX = 6;

interface Place {
  x: number;
  y: number;
}
/** WebKit's own event of two fingers on a touchpad. */
interface PinchEvent extends UIEvent {
  scale: number;
  clientX: number;
  clientY: number;
}

export function gestures(zoom: Zoom, ondragout: () => void): Attachment<HTMLElement> {
  return (node) => {
    const held = new Map<number, Place>();
    /** Where a press began that may become a drag out of the window. */
    let out: (Place & { id: number }) | null = null;
    let before = 1;

    function fromMiddle({ clientX, clientY }: { clientX: number; clientY: number }): Place {
      const box = node.getBoundingClientRect();
      return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
    }

    function onwheel(event: WheelEvent): void {
      event.preventDefault();
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      const strength = event.ctrlKey ? PINCH : WHEEL;
      zoom.by(Math.exp(-event.deltaY * px * strength), fromMiddle(event), false);
    }
    function onpinchstart(event: Event): void {
      event.preventDefault();
      before = 1;
    }
    function onpinch(event: Event): void {
      event.preventDefault();
      const pinch = event as PinchEvent;
      if (!(pinch.scale > 0)) return;
      zoom.by(pinch.scale / before, fromMiddle(pinch), false);
      before = pinch.scale;
    }
    function ondblclick(event: MouseEvent): void {
      zoom.toggle(fromMiddle(event));
    }

    function onpointerdown(event: PointerEvent): void {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      if (event.target.closest("button, input, .bar")) return;
      const place = { x: event.clientX, y: event.clientY };
      if (event.pointerType === "touch" || zoom.close) {
        held.set(event.pointerId, place);
        node.setPointerCapture(event.pointerId);
        node.toggleAttribute("data-held", zoom.close);
      } else if (event.target.closest(".slide, .player")) out = { ...place, id: event.pointerId };
    }
    function onpointermove(event: PointerEvent): void {
      if (out?.id === event.pointerId) {
        if (Math.hypot(event.clientX - out.x, event.clientY - out.y) < DRAG_PX) return;
        out = null;
        ondragout();
        return;
      }
      const last = held.get(event.pointerId);
      if (!last) return;
      const now = { x: event.clientX, y: event.clientY };
      const [other] = [...held].flatMap(([id, place]) => (id === event.pointerId ? [] : [place]));
      held.set(event.pointerId, now);
      if (!other) return zoom.pan(now.x - last.x, now.y - last.y, false);
      const apart = (a: Place): number => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      zoom.by(apart(now) / apart(last), fromMiddle(middle), false);
    }
    function onpointerend(event: PointerEvent): void {
      held.delete(event.pointerId);
      if (out?.id === event.pointerId) out = null;
      if (held.size === 0) node.removeAttribute("data-held");
    }

    const heard = {
      wheel: onwheel,
      gesturestart: onpinchstart,
      gesturechange: onpinch,
      gestureend: (event: Event) => event.preventDefault(),
      dblclick: ondblclick,
      // The browser's own drag would take an address along, not the file.
      dragstart: (event: Event) => event.preventDefault(),
      pointerdown: onpointerdown,
      pointermove: onpointermove,
      pointerup: onpointerend,
      pointercancel: onpointerend,
    };
    const all = Object.entries(heard) as [string, EventListener][];
    for (const [name, hear] of all) node.addEventListener(name, hear, { passive: false });
    return () => all.forEach(([name, hear]) => node.removeEventListener(name, hear));
  };
}
