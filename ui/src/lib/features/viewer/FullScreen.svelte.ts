/** The whole screen for the window. Where the system refuses, the window stays as large as it is. */
export class FullScreen {
  on = $state(false);
  /** When it was left: the Escape that did so is not meant for anything else. */
  leftAt = -Infinity;

  enter(): void {
    if (!this.on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
  }
  leave(): void {
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  }
  toggle(): void {
    if (this.on) this.leave();
    else this.enter();
  }
  /** To be told when the document says so. Gives whether it was left just now. */
  changed(): boolean {
    const before = this.on;
    this.on = document.fullscreenElement !== null;
    const left = before && !this.on;
    if (left) this.leftAt = performance.now();
    return left;
  }
}
