/** Three landscapes for the doors of the first run, drawn once from numbers: layered ridges, a low sun, trees. */

function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const WIDTH = 690;
export const HEIGHT = 376;

/** A ridge by midpoint displacement: rough where it is near, soft where it is far. */
export function ridge(seed: number, base: number, height: number, rough: number): string {
  const next = chance(seed);
  let line = [base - height * next(), base - height * next(), base - height * next(), base - height * next()];
  for (let step = 0, swing = height * 0.55; step < 6; step += 1, swing *= rough) {
    line = line.flatMap((y, i) => {
      const right = line[i + 1];
      return right === undefined ? [y] : [y, (y + right) / 2 + (next() - 0.5) * swing];
    });
  }
  const points = line.map((y, i) => `${((i * WIDTH) / (line.length - 1)).toFixed(1)} ${y.toFixed(1)}`);
  return `M0 ${HEIGHT} L${points.join(" L")} L${WIDTH} ${HEIGHT}Z`;
}

/** Spruces along a slope: narrow, ragged, the near ones larger. */
export function spruces(seed: number, base: number, size: number, step: number): string {
  const next = chance(seed);
  let path = `M0 ${HEIGHT} L0 ${base}`;
  for (let x = -step; x < WIDTH + step; x += step * (0.55 + next() * 0.7)) {
    const tall = size * (0.45 + next() * 0.75);
    const foot = base + Math.sin(x / 90 + seed) * size * 0.22;
    const half = tall * 0.19;
    path += ` L${(x - half).toFixed(1)} ${foot.toFixed(1)}`;
    for (let tier = 1; tier <= 4; tier += 1) {
      const y = foot - (tall * tier) / 4.4;
      const wide = half * (1 - tier / 5);
      path += ` L${(x - wide).toFixed(1)} ${y.toFixed(1)} L${(x - wide * 0.55).toFixed(1)} ${(y - 1).toFixed(1)}`;
    }
    path += ` L${x.toFixed(1)} ${(foot - tall).toFixed(1)}`;
    for (let tier = 4; tier >= 1; tier -= 1) {
      const y = foot - (tall * tier) / 4.4;
      const wide = half * (1 - tier / 5);
      path += ` L${(x + wide * 0.55).toFixed(1)} ${(y - 1).toFixed(1)} L${(x + wide).toFixed(1)} ${y.toFixed(1)}`;
    }
    path += ` L${(x + half).toFixed(1)} ${foot.toFixed(1)}`;
  }
  return `${path} L${WIDTH} ${HEIGHT}Z`;
}

/** Light on water below a sun: short strokes that widen towards the eye. */
export function glitter(seed: number, x: number, horizon: number): string {
  const next = chance(seed);
  let path = "";
  for (let y = horizon + 3; y < HEIGHT; y += 3 + next() * 3) {
    const spread = 14 + (y - horizon) * 0.34;
    for (let i = 0; i < 3; i += 1) {
      const long = 5 + next() * spread * 0.9;
      const at = x + (next() + next() - 1) * spread - long / 2;
      path += `M${at.toFixed(1)} ${y.toFixed(1)}h${long.toFixed(1)}`;
    }
  }
  return path;
}

export interface Trunk {
  x: number;
  width: number;
  lean: number;
  depth: number;
}

/** Trunks of a wood, from the mist to the front. */
export function trunks(seed: number): Trunk[] {
  const next = chance(seed);
  const made: Trunk[] = [];
  for (let depth = 0; depth < 4; depth += 1) {
    const wide = [7, 12, 20, 34][depth] ?? 10;
    for (let x = next() * 40; x < WIDTH; x += wide * (2.1 + next() * 3.4)) {
      made.push({ x, width: wide * (0.6 + next() * 0.6), lean: (next() - 0.5) * 10, depth });
    }
  }
  return made;
}
