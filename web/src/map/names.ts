/** Names on the map: each takes its room, and what finds none is not written. */

import type { Frame } from "./canvas";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A country's name, and where and how wide it is in the world of 256. */
export interface Named {
  name: string;
  label: { x: number; y: number; width: number };
}

const NARROWEST = 18;

/** Write the names of countries that are wide enough for theirs. */
export function names({ pen, scale, left, top, zoom }: Frame, lands: readonly Named[], taken: Box[], written: string): void {
  pen.font = `${zoom < 4 ? 11 : 13}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.fillStyle = written;
  for (const { name, label } of lands) {
    // No name is narrower: not to measure those of all small islands saves most of the time.
    if (label.width * scale < NARROWEST) continue;
    const wide = pen.measureText(name).width;
    if (wide > label.width * scale * 0.9) continue;
    const [x, y] = [label.x * scale - left, label.y * scale - top];
    if (place(taken, { x: x - wide / 2, y: y - 8, width: wide, height: 16 })) pen.fillText(name, x, y + 4);
  }
}

/** Take the room of a box if nothing has it; whether it could be taken. */
export function place(taken: Box[], box: Box): boolean {
  const free = taken.every(
    (other) =>
      box.x > other.x + other.width || other.x > box.x + box.width || box.y > other.y + other.height || other.y > box.y + box.height,
  );
  if (free) taken.push(box);
  return free;
}
