/** A point on the globe, as a person types it or copies it from a map. */
export interface Point {
  latitude: number;
  longitude: number;
}

const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*`;
const PAIR = new RegExp(String.raw`^\s*${NUMBER}([NS]?)\s*[,;\s]\s*${NUMBER}([EW]?)\s*$`, "i");

/** `67.93, 13.09`, `67.93 13.09` or `67.93° N, 13.09° W`; null where it is none. */
export function typedPoint(text: string): Point | null {
  const found = PAIR.exec(text);
  if (found === null) return null;
  const [, north = "", ns = "", east = "", ew = ""] = found;
  const latitude = Number(north) * (ns.toUpperCase() === "S" ? -1 : 1);
  const longitude = Number(east) * (ew.toUpperCase() === "W" ? -1 : 1);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
