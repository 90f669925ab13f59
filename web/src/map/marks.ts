/** The marks: one incident in its colour, shape and halo; a cluster as a ring of its kinds around its number. */

import { type Incidents, NONE } from "../data/incidents";
import { ink } from "../parts/ink";
import { colourOf, haloOf, KINDS, shapeOf } from "../parts/palette";
import type { Frame } from "./canvas";
import type { Cluster } from "./clusters";

const OUTLINES = new Map<string, Path2D>();
const RING = 4.5;

/** Draw all clusters; `marked`: the row that the drawer shows, `fresh`: rows that changed a moment ago. */
export function drawMarks(frame: Frame, clusters: Cluster[], all: Incidents, marked: number, fresh: ReadonlySet<number>): void {
  const { pen } = frame;
  for (const cluster of [...clusters].reverse()) {
    const [x, y] = [cluster.x - frame.left, cluster.y - frame.top];
    if (x < -40 || y < -40 || x > frame.width + 40 || y > frame.height + 40) continue;
    pen.save();
    pen.translate(x, y);
    if (cluster.rows.length === 1) drawOne(pen, all, cluster.rows[0]!);
    else drawMany(pen, all, cluster);
    if (marked !== NONE && cluster.rows.includes(marked)) ring(pen, cluster.radius + 5, ink("--ink"), 2);
    if (fresh.size && cluster.rows.some((row) => fresh.has(row))) ring(pen, cluster.radius + 9, ink("--accent"), 2.5);
    pen.restore();
  }
}

function drawOne(pen: CanvasRenderingContext2D, all: Incidents, row: number): void {
  const kind = all.words.kind.word(all.kind[row]!);
  const halo = haloOf(all.sources[row]!);
  if (halo) {
    pen.globalAlpha = 0.35;
    ring(pen, 6.5 + halo / 2 + 1, colourOf(kind), halo + 1);
    pen.globalAlpha = 1;
  }
  pen.save();
  pen.scale(5.5, 5.5);
  const outline = outlineOf(shapeOf(all.words.outcome.word(all.outcome[row]!)));
  pen.fillStyle = colourOf(kind);
  pen.strokeStyle = ink("--panel");
  pen.lineWidth = 0.28;
  pen.fill(outline, "evenodd");
  pen.stroke(outline);
  pen.restore();
}

function drawMany(pen: CanvasRenderingContext2D, all: Incidents, { rows, radius }: Cluster): void {
  const counts = new Int32Array(all.words.kind.size);
  for (const row of rows) counts[all.kind[row]!]! += 1;
  pen.fillStyle = ink("--panel");
  pen.beginPath();
  pen.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
  pen.fill();
  let angle = -Math.PI / 2;
  for (const kind of KINDS) {
    const share = ((counts[all.words.kind.find(kind)] ?? 0) / rows.length) * 2 * Math.PI;
    if (!share) continue;
    pen.strokeStyle = colourOf(kind);
    pen.lineWidth = RING;
    pen.beginPath();
    pen.arc(0, 0, radius - RING / 2, angle, angle + share);
    pen.stroke();
    angle += share;
  }
  pen.fillStyle = ink("--ink");
  pen.font = `600 ${radius < 14 ? 10 : 11.5}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(shortly(rows.length), 0, 0.5);
}

/** 950, 1.2k, 12k: what fits into a ring. */
export function shortly(number: number): string {
  if (number < 1000) return String(number);
  return number < 9950 ? `${(number / 1000).toFixed(1)}k` : `${Math.round(number / 1000)}k`;
}

function ring(pen: CanvasRenderingContext2D, radius: number, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.stroke();
}

function outlineOf(shape: string): Path2D {
  let outline = OUTLINES.get(shape);
  if (!outline) OUTLINES.set(shape, (outline = new Path2D(shape)));
  return outline;
}
