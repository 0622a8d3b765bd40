/** Pictures for the invented library: layered hills under a sky, drawn as SVG from a number. */

/** A small repeatable stream of numbers between 0 and 1. */
export function chance(seed: number): () => number {
  let state = (seed * 2654435761 + 1013904223) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sky above, sky at the horizon, far hill, near hill. */
const MOODS = [
  ["#5a6a9e", "#f0b7a4", "#8d6f86", "#2b2233"],
  ["#3f7fb8", "#d9e9f2", "#6f93a8", "#2f4a52"],
  ["#20305a", "#f2a56b", "#7a4a5e", "#1d1626"],
  ["#0d1430", "#245a6e", "#1c3846", "#0a1118"],
  ["#9fb4bf", "#e9ece9", "#7b8f88", "#34453d"],
  ["#d58a5a", "#f6e2b8", "#b0794f", "#5b3a2a"],
  ["#6aa6cf", "#f4f1e4", "#8fb08a", "#48703c"],
  ["#7a4f86", "#f5c7b0", "#a36a80", "#3b2440"],
] as const;

function mood(key: number): (typeof MOODS)[number] {
  return MOODS[Math.floor(chance(key)() * MOODS.length)] ?? MOODS[0];
}

/** The two colours kept in the index for a picture. */
export function tones(key: number): string {
  const [, low, far] = mood(key);
  return `${low}${far}`;
}

function ridge(next: () => number, width: number, base: number, rise: number): string {
  const steps = 14;
  let path = `M0 ${base}`;
  for (let i = 0; i <= steps; i += 1) {
    path += ` L${Math.round((width * i) / steps)} ${Math.round(base - rise * (0.25 + next()))}`;
  }
  return path;
}

/** An address of a picture with these proportions. */
export function drawn(key: number, width: number, height: number): string {
  const next = chance(key);
  next();
  const [top, low, far, near] = mood(key);
  const [w, h] = [600, Math.round((600 * height) / width)];
  const sun = `<circle cx="${Math.round(w * next())}" cy="${Math.round(h * (0.25 + next() * 0.3))}" r="${Math.round(h * 0.07)}" fill="#fff3df" opacity="0.85"/>`;
  const close = `L${w} ${h} L0 ${h}Z`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset=".7" stop-color="${low}"/></linearGradient></defs><rect width="${w}" height="${h}" fill="url(#s)"/>${sun}<path d="${ridge(next, w, h * 0.62, h * 0.22)}${close}" fill="${far}" opacity=".55"/><path d="${ridge(next, w, h * 0.74, h * 0.18)}${close}" fill="${far}"/><path d="${ridge(next, w, h * 0.92, h * 0.16)}${close}" fill="${near}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
