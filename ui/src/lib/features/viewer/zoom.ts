/** The arithmetic of looking closer. Places are px from the middle of the stage; a scale of 1 is one CSS px a picture px. */

export interface Size {
  width: number;
  height: number;
}

export interface Look {
  scale: number;
  /** Where the picture's middle is, from the stage's middle. */
  x: number;
  y: number;
}

const CLOSEST = 8;

/** The scale at which the whole picture is seen; a small one is not blown up. */
export function fitScale(picture: Size, room: Size, fullScale: number): number {
  return Math.min(fullScale, room.width / picture.width, room.height / picture.height);
}

/** Keeps the picture's edges out of the stage, or its middle in the middle where it is smaller than the stage. */
export function bounded(look: Look, picture: Size, stage: Size): Look {
  const reach = (edge: number, room: number): number => Math.max(0, (edge * look.scale - room) / 2);
  const within = (place: number, most: number): number => (most === 0 ? 0 : Math.min(most, Math.max(-most, place)));
  return {
    scale: look.scale,
    x: within(look.x, reach(picture.width, stage.width)),
    y: within(look.y, reach(picture.height, stage.height)),
  };
}

/** Goes closer or farther so that what is under a point stays there. */
export function zoomAt(look: Look, scale: number, point: { x: number; y: number }): Look {
  const grown = scale / look.scale;
  return { scale, x: point.x - (point.x - look.x) * grown, y: point.y - (point.y - look.y) * grown };
}

/** No farther than the fit, no closer than eight times its full size. */
export function allowedScale(scale: number, fit: number, fullScale: number): number {
  return Math.min(Math.max(scale, fit), Math.max(fit, fullScale * CLOSEST));
}

/** `Fit · 43%`, `100%`. */
export function zoomWords(scale: number, fit: number, fullScale: number): string {
  const percent = `${String(Math.round((scale / fullScale) * 100))}%`;
  return Math.abs(scale - fit) < fit * 0.001 ? `Fit · ${percent}` : percent;
}

const UNKNOWN: Size = { width: 2048, height: 1536 };

/**
 * The size a picture is shown with: the library's, turned where the picture itself stands the other way, or the
 * picture's own where the library knows none.
 */
export function shownSize(library: Size, seen: Size | undefined): Size {
  if (library.width <= 0 || library.height <= 0) return seen ?? UNKNOWN;
  if (seen === undefined) return library;
  const ratio = Math.log(library.width / library.height);
  const seenRatio = Math.log(seen.width / seen.height);
  const turned = Math.abs(-ratio - seenRatio) + 0.02 < Math.abs(ratio - seenRatio);
  return turned ? { width: library.height, height: library.width } : library;
}

/** Whether two sizes are of one shape, as far as rounding lets it be seen. */
export function sameShape(a: Size, b: Size): boolean {
  return Math.abs(Math.log(a.width / a.height) - Math.log(b.width / b.height)) < 0.03;
}

/** The longer edge of the picture that is shown first. */
export const PREVIEW_EDGE = 2048;

/** Whether more is looked at than the preview holds: its px would be blown up. */
export function needsFull(picture: Size, scale: number, pixelRatio: number): boolean {
  const edge = Math.max(picture.width, picture.height);
  return edge > PREVIEW_EDGE && edge * scale * pixelRatio > PREVIEW_EDGE * 1.02;
}
