/** What a viewer consists of, and what its keys and buttons do with it. */
import { Bars } from "./Bars.svelte";
import { DetailsReader } from "./DetailsReader.svelte";
import { FullScreen } from "./FullScreen.svelte";
import type { Hands } from "./keys";
import type { ViewerProps } from "./props";
import { Slideshow } from "./Slideshow.svelte";
import { Walk } from "./Walk.svelte";
import { Zoom } from "./Zoom.svelte";

/** The Escape that left the full screen comes to the page as well, or does not. */
const SAME_PRESS_MS = 300;

/** What can be done with a video that is shown. */
interface Player {
  play: () => void;
  sound: () => void;
  seek: (seconds: number) => boolean;
}

export class Viewing {
  /** Whether the mat is the other scheme's. */
  flipped = $state(false);
  playing = $state(false);
  readonly zoom = new Zoom();
  readonly bars = new Bars();
  readonly screen = new FullScreen();
  readonly reader = new DetailsReader();
  readonly walk: Walk;
  readonly show: Slideshow;
  readonly hands: Hands;
  readonly #props: () => ViewerProps;
  readonly #player: () => Player | undefined;

  constructor(props: () => ViewerProps, player: () => Player | undefined) {
    this.#props = props;
    this.#player = player;
    this.walk = new Walk(() => props().store, {
      go: (key) => props().onnavigate(key),
      close: () => this.#close(),
      passed: (keys) =>
        void props()
          .backend.cancelPictures(keys)
          .catch(() => undefined),
    });
    this.show = new Slideshow(
      () => props().store,
      (index) => void this.walk.to(index),
    );
    this.hands = this.#hands();
  }

  /** Whether something moves by itself: the bars may fade then. */
  get runs(): boolean {
    return this.show.on ? !this.show.paused : this.playing;
  }

  setPlaying(now: boolean): void {
    this.playing = now;
    this.bars.stir();
  }

  startShow(): void {
    const { item, index } = this.walk;
    if (!item) return;
    this.show.start(item, index);
    this.screen.enter();
    this.bars.stir();
  }

  endShow(): void {
    this.show.stop();
    this.screen.leave();
  }

  step(by: 1 | -1): void {
    if (!this.show.on) void this.walk.step(by);
    else if (by > 0) this.show.forward();
    else this.show.backward();
  }

  leave(): void {
    this.walk.leave();
    this.show.stop();
    this.bars.leave();
    this.screen.leave();
  }

  #close(): void {
    this.#props().onclose(this.#props().key);
  }

  #back(): void {
    if (this.show.on) this.endShow();
    else if (this.screen.on) this.screen.leave();
    else if (performance.now() - this.screen.leftAt > SAME_PRESS_MS) this.#close();
  }

  #copy(): boolean {
    // Text that is marked is what is to be copied.
    if (getSelection()?.isCollapsed === false || this.walk.item?.kind === "video") return false;
    this.#props().oncopyimage(this.#props().key);
    return true;
  }

  #hands(): Hands {
    const { show } = this;
    return {
      zoom: this.zoom,
      step: (by) => this.step(by),
      toEnd: (end) => void this.walk.to(end === "first" ? 0 : this.#props().store.total - 1),
      leave: () => this.#back(),
      details: () => !show.on && this.#props().ondetails(!this.#props().detailsOpen),
      mat: () => (this.flipped = !this.flipped),
      fullScreen: () => this.screen.toggle(),
      slideshow: () => (show.on ? this.endShow() : this.startShow()),
      play: () => (show.on ? show.pause(!show.paused) : this.#player()?.play()),
      sound: () => this.#player()?.sound(),
      seek: (seconds) => this.#player()?.seek(seconds) ?? false,
      copy: () => this.#copy(),
    };
  }
}
