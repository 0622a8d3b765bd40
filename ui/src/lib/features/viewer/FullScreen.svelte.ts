/** The whole screen for the window. Where the system refuses, the window stays as large as it is. */
export class FullScreen {
  on = $state(false);
  /** When it was left: the Escape that did so is not meant for anything else. */
  leftAt = -Infinity;
  #asked = false;

  enter(): void {
    if (!this.on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
  }
  leave(): void {
    if (!document.fullscreenElement) return;
    this.#asked = true;
    void document.exitFullscreen().catch(() => undefined);
  }
  toggle(): void {
    if (this.on) this.leave();
    else this.enter();
  }
  /** To be told when the document says so. Gives whether the person left it by the system's own way. */
  changed(): boolean {
    const before = this.on;
    this.on = document.fullscreenElement !== null;
    const left = before && !this.on;
    if (!left) return false;
    this.leftAt = performance.now();
    const byHand = !this.#asked;
    this.#asked = false;
    return byHand;
  }
}
