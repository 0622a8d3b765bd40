// What is measured inside the page. Each is a function that WebDriver carries there.

/**
 * Scrolls at `speed` px/s for `ms`. Gives the length of each frame, the page's script in each, the longest stretch in which
 * nothing else could run, and the most tiles.
 */
export const SCROLL = `(speed, ms) => new Promise((done) => {
  const scroller = document.querySelector(".scroller");
  const frames = [];
  const scripts = [];
  let script = 0, tiles = 0, longest = 0, scrolling = 0, over = false;
  const nextFrame = window.requestAnimationFrame, later = window.setTimeout;
  const timed = (work) => function (...words) {
    const begun = performance.now();
    try { return work.apply(this, words); } finally { script += performance.now() - begun; }
  };
  // What the page does in frames and later on counts as its script, too.
  window.requestAnimationFrame = (work) => nextFrame.call(window, timed(work));
  window.setTimeout = (work, wait, ...words) =>
    later.call(window, typeof work === "function" ? timed(work) : work, wait, ...words);
  const begins = () => { scrolling ||= performance.now(); };
  window.addEventListener("scroll", begins, { capture: true, passive: true });

  let pinged = performance.now();
  const ping = () => {
    const now = performance.now();
    longest = Math.max(longest, now - pinged);
    pinged = now;
    if (!over) later.call(window, ping, 0);
  };
  ping();

  const from = scroller.scrollTop, begun = performance.now();
  let last = begun;
  const frame = () => {
    const now = performance.now();
    // Order: the handlers of scrolling, and all they set off, ran just before this.
    if (scrolling) script += now - scrolling;
    frames.push(now - last);
    scripts.push(script);
    script = scrolling = 0;
    last = now;
    tiles = Math.max(tiles, document.querySelectorAll("[role=gridcell]").length);
    if (now - begun >= ms) {
      over = true;
      window.removeEventListener("scroll", begins, { capture: true });
      window.requestAnimationFrame = nextFrame;
      window.setTimeout = later;
      done({ frames: frames.slice(1), scripts: scripts.slice(1), longest, tiles, px: scroller.scrollTop - from });
      return;
    }
    scroller.scrollTop = from + ((now - begun) * speed) / 1000;
    nextFrame.call(window, frame);
  };
  nextFrame.call(window, frame);
})`;

/** Jumps to a part of the whole and waits until the first picture there is drawn, or all of them. Gives the time, ms. */
export const JUMP = `(part, all) => new Promise((done) => {
  const scroller = document.querySelector(".scroller");
  const box = scroller.getBoundingClientRect();
  const before = new Set([...scroller.querySelectorAll("img")].map((image) => image.src));
  const begun = performance.now();
  scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight);
  const look = () => {
    const seen = [...scroller.querySelectorAll("[role=gridcell] img")].filter((image) => {
      const place = image.getBoundingClientRect();
      return place.bottom > box.top && place.top < box.bottom && (all || !before.has(image.src));
    });
    const drawn = seen.filter((image) => image.complete && image.naturalWidth > 0);
    const now = performance.now();
    const enough = all ? seen.length > 0 && drawn.length === seen.length : drawn.length > 0;
    // A place may be where it was: then nothing new can come.
    if (enough || now - begun > 10_000) requestAnimationFrame(() => done(enough ? performance.now() - begun : -1));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})`;

/** The time at which the first picture of the grid was drawn, or the page itself where there is no grid. */
export const PAINTED = `(pictures) => new Promise((done) => {
  const look = () => {
    const images = [...document.querySelectorAll("[role=gridcell] img")];
    const ready = pictures
      ? images.some((image) => image.complete && image.naturalWidth > 0)
      : document.readyState === "complete";
    if (ready) requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    else requestAnimationFrame(look);
  };
  look();
})`;
