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
