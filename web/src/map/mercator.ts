/** The web's Mercator with a world of 256 by 256: what Leaflet draws at zoom 0. */

export const WORLD = 256;
const LIMIT = 85.0511;

/** Degrees east to the distance from the left edge. */
export function mercatorX(lon: number): number {
  return ((lon + 180) / 360) * WORLD;
}

/** Degrees north to the distance from the upper edge. */
export function mercatorY(lat: number): number {
  const bounded = (Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180;
  return ((1 - Math.log(Math.tan(bounded) + 1 / Math.cos(bounded)) / Math.PI) / 2) * WORLD;
}
