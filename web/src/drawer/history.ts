/** How the wires disagree, and what the incident said before. */

import { momentText } from "../data/clock";
import type { IncidentDetail, Revision } from "../data/types";
import { plural, said, visible } from "../data/words";
import { h } from "../parts/dom";
import { anyText } from "./values";

/** Each field of which different values are told, with who tells what. */
export function disagreements(incident: IncidentDetail): HTMLElement | null {
  if (incident.disagreements.length === 0) return null;
  const sourceOf = new Map(incident.reports.map((report) => [report.report_id, report.source]));
  return h(
    "ul",
    { class: "disagreements" },
    ...incident.disagreements.map(({ field, values }) =>
      h("li", {}, h("strong", {}, said(field)), h("ul", {}, ...values.map(({ value, number, report_ids: ids }) => {
        const sources = [...new Set(ids.map((id) => sourceOf.get(id) ?? id))];
        return h("li", {}, h("bdi", { class: "value" }, visible(anyText(value))),
          h("span", { class: "muted" }, ` ${plural(number, "report")}: ${visible(sources.join(", "))}`));
      }))),
    ),
  );
}

/** The revisions, the newest first. */
export function history(revisions: readonly Revision[], newest: number): HTMLElement {
  return h("ol", { class: "history", reversed: true }, ...[...revisions].reverse().map((each) => revision(each, each.revision === newest)));
}

function revision({ revision: number, at, status, changed }: Revision, newest: boolean): HTMLElement {
  const ended = status === "standing" ? null : h("span", { class: "badge warn" }, said(status));
  const told = changed.filter(({ field }) => field !== "revision");
  const first = told.length === 0 || told.every(({ before }) => before === null || before === undefined);
  return h(
    "li",
    { class: newest ? "newest" : "" },
    h("p", {}, h("strong", {}, `Revision ${number}`), h("span", { class: "muted" }, ` ${momentText(at)} `), ended),
    first && number === 1
      ? h("p", { class: "muted" }, "First told.")
      : h("ul", { class: "changes" }, ...told.map(({ field, before, after }) =>
          h("li", {}, h("span", { class: "field" }, `${said(field)}: `), h("del", {}, visible(anyText(before))), " → ", h("ins", {}, visible(anyText(after)))))),
  );
}
