/** How close the picture is looked at. Fed by the stage with its size and the picture's; forgets when another is shown. */
import type { ItemKey } from "../../ipc/bindings";
import { allowedScale, bounded, fitScale, zoomAt, zoomWords, type Look, type Size } from "./zoom";

interface Place {
  x: number;
  y: number;
}
const MIDDLE: Place = { x: 0, y: 0 };
const NARROW = 560;

export class Zoom {
  /** The stage, in CSS px. */
  width = $state(0);
  height = $state(0);
  pixelRatio = $state(1);
  /** Whether the picture takes the whole stage, as in a slideshow. */
  edgeless = $state(false);
  picture = $state.raw<Size>({ width: 2048, height: 1536 });
  /** Whether there is something that can be looked at closer. */
  able = $state(true);
  /** Whether the look changes smoothly: for keys and double clicks, not while the hand moves it. */
  smooth = $state(false);
  #key: ItemKey | null = null;
  /** None while the whole picture is seen. */
  #closer = $state.raw<Look | null>(null);

  readonly stage = $derived({ width: Math.max(1, this.width), height: Math.max(1, this.height) });
  readonly room = $derived.by(() => {
    if (this.edgeless) return this.stage;
    const aside = this.width < NARROW ? 12 : 64;
    return { width: Math.max(1, this.width - 2 * aside), height: Math.max(1, this.height - 24) };
  });
  /** The scale at which a picture px is a px of the screen. */
  readonly full = $derived(1 / this.pixelRatio);
  readonly fit = $derived(fitScale(this.picture, this.room, this.full));
  readonly close = $derived(this.#closer !== null && this.#closer.scale > this.fit * 1.001);
  readonly look = $derived.by((): Look => {
    if (this.#closer === null || !this.close) return { scale: this.fit, x: 0, y: 0 };
    return bounded(this.#closer, this.picture, this.stage);
  });
  readonly words = $derived(this.able ? zoomWords(this.look.scale, this.fit, this.full) : "");

  /** Another picture begins with all of it; the same one, better known, stays as it is. */
  show(key: ItemKey, picture: Size): void {
    if (key !== this.#key) {
      this.#key = key;
      this.#closer = null;
      this.smooth = false;
    }
    if (picture.width !== this.picture.width || picture.height !== this.picture.height) this.picture = picture;
  }

  /** How a picture of this size is seen whole. */
  restLook(picture: Size): Look {
    return { scale: fitScale(picture, this.room, this.full), x: 0, y: 0 };
  }

  to(scale: number, at: Place, smoothly: boolean): void {
    if (!this.able) return;
    const allowed = allowedScale(scale, this.fit, this.full);
    this.smooth = smoothly;
    this.#closer =
      allowed <= this.fit * 1.001 ? null : bounded(zoomAt(this.look, allowed, at), this.picture, this.stage);
  }

  /** Closer or farther by a factor, with what is at a place staying there. */
  by(factor: number, at: Place = MIDDLE, smoothly = true): void {
    this.to(this.look.scale * factor, at, smoothly);
  }
  showAll(): void {
    this.to(this.fit, MIDDLE, true);
  }
  showFull(at: Place = MIDDLE): void {
    this.to(this.full, at, true);
  }
  toggle(at: Place): void {
    if (this.close) this.showAll();
    else this.showFull(at);
  }

  /** Moves the picture, never off its edges. */
  pan(x: number, y: number, smoothly: boolean): void {
    if (!this.close) return;
    const { look } = this;
    this.smooth = smoothly;
    this.#closer = bounded({ ...look, x: look.x + x, y: look.y + y }, this.picture, this.stage);
  }
}
