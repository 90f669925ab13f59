/** Why the reports are one incident: the points for and against it, feature by feature. */

import type { IncidentDetail, ReportRef } from "../data/types";
import { said, visible } from "../data/words";
import { h } from "../parts/dom";

/** One set of bars for each report that was joined. */
export function merging(incident: IncidentDetail): HTMLElement | null {
  const joined = incident.reports.filter((report) => report.likeness);
  const copies = incident.reports.filter((report) => report.duplicate_of);
  if (joined.length + copies.length === 0) return null;
  const most = Math.max(1, ...joined.flatMap(({ likeness }) => Object.values(likeness!.points).map(Math.abs)));
  return h(
    "div",
    { class: "merging" },
    ...joined.map((report) => pointsOf(incident, report, most)),
    ...copies.map((report) => h("p", {}, h("bdi", {}, visible(report.source)), " repeats the text of ", h("bdi", {}, visible(report.duplicate_of!)), ".")),
  );
}

function pointsOf(incident: IncidentDetail, report: ReportRef, most: number): HTMLElement {
  const { to, score, points } = report.likeness!;
  const other = incident.reports.find((each) => each.report_id === to);
  const features = Object.entries(points).sort((a, b) => b[1] - a[1]);
  return h(
    "section",
    { class: "likeness" },
    h("h4", {}, h("bdi", {}, visible(report.source)), " is like ", h("bdi", {}, visible(other?.source ?? to)),
      h("span", { class: "score" }, ` ${signed(score)}`)),
    h("ul", { class: "points" }, ...features.map(([feature, value]) => bar(feature, value, most))),
  );
}

function bar(feature: string, value: number, most: number): HTMLElement {
  const length = h("span", { class: value < 0 ? "length against" : "length" });
  length.style.inlineSize = `${(50 * Math.abs(value)) / most}%`;
  return h("li", {}, h("span", { class: "feature" }, said(feature)), h("span", { class: "track", "aria-hidden": "true" }, length),
    h("span", { class: "number" }, signed(value)));
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}
