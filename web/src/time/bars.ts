/** The time line's picture: what there is in faint, what is shown stacked in the colours of its kinds. */

import { dayShort, monthText } from "../data/days";
import { NO_DAY } from "../data/incidents";
import type { View } from "../state";
import { ink } from "../parts/ink";
import { colourOf, KINDS } from "../parts/palette";
import { type Bins, binAt } from "./bins";
import { type Scale, xOf } from "./scale";

const AXIS = 16;

/** How many incidents of each kind each bin has, as all filters but time leave them: [bin][kind]. */
export function stacks({ all, cross }: View, bins: Bins): Int32Array[] {
  const kinds = KINDS.map((kind) => all.words.kind.find(kind));
  const placeOf = new Int32Array(Math.max(all.words.kind.size, 1)).fill(KINDS.length - 1);
  kinds.forEach((number, place) => number >= 0 && (placeOf[number] = place));
  const counts = Array.from({ length: bins.edges.length - 1 }, () => new Int32Array(KINDS.length));
  const { first, kind } = all;
  const rows = cross.left("time");
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    if (first[row] !== NO_DAY) counts[binAt(bins, first[row]!)]![placeOf[kind[row]!]!]! += 1;
  }
  return counts;
}

/** Draw it. `asked`: the days that are brushed. */
export function drawBars(canvas: HTMLCanvasElement, bins: Bins, counts: Int32Array[], scale: Scale, asked: [number, number] | null): void {
  const pen = canvas.getContext("2d")!;
  const dense = devicePixelRatio || 1;
  const height = canvas.clientHeight;
  canvas.width = Math.round(scale.width * dense);
  canvas.height = Math.round(height * dense);
  pen.scale(dense, dense);
  const most = Math.max(1, ...counts.map((bin) => bin.reduce((sum, each) => sum + each, 0)));
  const gap = scale.width / counts.length > 4 ? 1 : 0;
  for (const [bin, stack] of counts.entries()) {
    const [left, right] = [xOf(scale, bins.edges[bin]!), xOf(scale, bins.edges[bin + 1]!)];
    const within = !asked || (bins.edges[bin]! <= asked[1] && bins.edges[bin + 1]! > asked[0]);
    pen.globalAlpha = within ? 1 : 0.28;
    let base = height - AXIS;
    for (const [place, number] of stack.entries()) {
      const tall = (number / most) * (height - AXIS - 6);
      pen.fillStyle = colourOf(KINDS[place]!);
      pen.fillRect(left, base - tall, Math.max(1, right - left - gap), tall);
      base -= tall;
    }
  }
  pen.globalAlpha = 1;
  drawAxis(pen, scale, height);
}

function drawAxis(pen: CanvasRenderingContext2D, scale: Scale, height: number): void {
  pen.fillStyle = ink("--line");
  pen.fillRect(0, height - AXIS, scale.width, 1);
  pen.fillStyle = ink("--muted");
  pen.font = "11px system-ui, sans-serif";
  const days = scale.end - scale.first;
  const step = Math.ceil(days / Math.max(2, Math.floor(scale.width / 80)));
  const text = days > 200 ? monthText : dayShort;
  for (let day = scale.first; day < scale.end; day += step) pen.fillText(text(day), xOf(scale, day) + 1, height - 3);
}
