/** Choosing by a frame that is drawn from empty ground. Corners are kept in layout px, so that it may scroll meanwhile. */
import type { Box } from "../../grid/SegmentLayout";
import type { Point } from "../../grid/source";
import type { VirtualWindow } from "../../grid/VirtualWindow.svelte";

const START_PX = 5;
const EDGE_PX = 48;

export class RubberBand {
  /** As drawn, in px of the view. */
  frame = $state.raw<Box | null>(null);
  readonly #view: VirtualWindow;
  readonly #onframe: (frame: Box) => void;
  #from: Point | null = null;
  /** The pointer in px of the view. */
  #at: Point = { x: 0, y: 0 };
  #drawn = false;
  #tick = 0;

  /** `onframe` is told each new frame in px of the layout, whose left edge is where the tiles begin. */
  constructor(view: VirtualWindow, onframe: (frame: Box) => void) {
    this.#view = view;
    this.#onframe = onframe;
  }

  get drawing(): boolean {
    return this.#drawn;
  }

  start(at: Point): void {
    this.#from = { x: at.x, y: at.y + this.#view.layoutTop };
    this.#at = at;
  }

  move(at: Point): void {
    if (!this.#from) return;
    this.#at = at;
    const off = Math.hypot(at.x - this.#from.x, at.y + this.#view.layoutTop - this.#from.y);
    if (!this.#drawn && off < START_PX) return;
    this.#drawn = true;
    this.#draw();
    if (this.#tick === 0) this.#tick = requestAnimationFrame(this.#follow);
  }

  end(): void {
    cancelAnimationFrame(this.#tick);
    this.#tick = 0;
    this.#from = null;
    this.#drawn = false;
    this.frame = null;
  }

  /** Scrolls while the pointer is near the upper or lower edge. */
  #follow = (): void => {
    if (!this.#from) return;
    const { height } = this.#view.measures;
    const above = Math.min(0, this.#at.y - EDGE_PX);
    const below = Math.max(0, this.#at.y - (height - EDGE_PX));
    const speed = Math.max(-30, Math.min(30, (above + below) / 2.5));
    if (speed !== 0) {
      this.#view.goTo(this.#view.layoutTop + speed);
      this.#draw();
    }
    this.#tick = requestAnimationFrame(this.#follow);
  };

  #draw(): void {
    const from = this.#from;
    if (!from) return;
    const top = this.#view.layoutTop;
    const to = { x: this.#at.x, y: this.#at.y + top };
    const left = Math.min(from.x, to.x);
    const high = Math.min(from.y, to.y);
    const size = { width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
    this.frame = { left, top: high - top, ...size };
    this.#onframe({ left, top: high, ...size });
  }
}
