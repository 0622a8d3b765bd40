/** What the viewer is asked for from outside it, by menus and keys. */
class Wishes {
  /** A slideshow is to begin as soon as an item is shown. */
  slideshow = $state(false);
}

export const wishes = new Wishes();
