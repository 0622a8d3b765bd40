/** Whether a hand has moved lately: bars may fade when none has. */
const STILL_MS = 3000;

export class Bars {
  moved = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;

  stir(): void {
    this.moved = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.moved = false), STILL_MS);
  }
  leave(): void {
    clearTimeout(this.#timer);
  }
}
