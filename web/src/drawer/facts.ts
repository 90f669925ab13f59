/** What, when, where, with what, against whom, with what toll, by whom. */

import type { Attribution, IncidentDetail, Range } from "../data/types";
import { rangeText, said } from "../data/words";
import { h } from "../parts/dom";
import { attributionText, periodText, placeText, targetText, weaponText } from "./values";

/** The facts as a list of terms. */
export function facts(incident: IncidentDetail): HTMLElement {
  const { location, targets } = incident;
  const exact = location?.precision && `known to the ${said(location.precision).toLowerCase()}`;
  const at = location?.lat != null && location.lon != null && `${location.lat.toFixed(3)}, ${location.lon.toFixed(3)}`;
  return h(
    "dl",
    { class: "facts" },
    ...term("When", periodText(incident.occurred), "days are those of the place"),
    ...term("Where", placeText(location), [exact, at].filter(Boolean).join(" · ")),
    ...term("With what", weaponText(incident.weapon)),
    ...term("Against", targets.length ? targets.map(targetText).join("; ") : "not told"),
    ...term("Outcome", said(incident.outcome)),
    ...toll("Killed", incident, "killed"),
    ...toll("Wounded", incident, "wounded"),
    ...term("Confidence", `${Math.round(incident.confidence * 100)} %`, "how sure the reading and merging are"),
  );
}

/** Who says who did it. */
export function attributions(incident: IncidentDetail): HTMLElement {
  const told = incident.attributions;
  if (told.length === 0) return h("p", { class: "none" }, "No wire says who did it.");
  return h("ul", { class: "plain" }, ...told.map((each) => h("li", {}, attribution(each))));
}

function attribution(each: Attribution): HTMLElement {
  const carriers = each.carried_by?.length ? ` Carried by ${each.carried_by.join(", ")}.` : "";
  return h(
    "span",
    { class: `stance ${each.stance}` },
    h("bdi", {}, attributionText(each)),
    h("span", { class: "muted" }, carriers),
  );
}

function term(name: string, value: string, note = ""): HTMLElement[] {
  return [
    h("dt", {}, name),
    h("dd", {}, h("bdi", {}, value), note && h("span", { class: "muted note" }, note)),
  ];
}

function toll(name: string, incident: IncidentDetail, field: "killed" | "wounded"): HTMLElement[] {
  const chosen = incident.casualties[field];
  const told = incident.casualties_told[field];
  const differs = told && rangeText(told) !== rangeText(chosen);
  const note = differs ? `told from ${told.min} to ${told.max ?? `${told.min} or more`}` : "";
  const value = h("dd", {}, rangeText(chosen), note && h("span", { class: "muted note" }, note));
  if (chosen || told) value.append(h("span", { class: "ladder" }, ...ladder(incident, field)));
  return [h("dt", {}, name), value];
}

/** Each source's toll as a line on a common scale: where they agree, and where not. */
function ladder(incident: IncidentDetail, field: "killed" | "wounded"): HTMLElement[] {
  const told = incident.articles.flatMap((article) =>
    article.withdrawn
      ? []
      : article.reports.flatMap(({ values }) => {
          const range = values?.casualties?.[field];
          return range ? [{ source: article.source, range }] : [];
        }),
  );
  const most = Math.max(1, ...told.map(({ range }) => range.max ?? range.min));
  // Where all tell the same there is nothing to compare.
  if (new Set(told.map(({ range }) => rangeText(range))).size < 2) return [];
  return told.map(({ source, range }) => rung(source, range, most));
}

function rung(source: string, range: Range, most: number): HTMLElement {
  const bar = h("span", { class: range.max === null ? "stretch open" : "stretch" });
  bar.style.insetInlineStart = `${(92 * range.min) / most}%`;
  bar.style.inlineSize = `max(8px, ${(92 * ((range.max ?? range.min) - range.min)) / most}%)`;
  return h(
    "span",
    { class: "rung" },
    h("bdi", { class: "source" }, source),
    h("span", { class: "rail", "aria-hidden": "true" }, bar),
    h("span", { class: "number" }, rangeText(range)),
  );
}
