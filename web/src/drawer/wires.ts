/** The sources side by side: each wire's words with the evidence marked, and what was read out of them. */

import { momentText } from "../data/clock";
import type { ArticleTold, Evidence, ReportTold } from "../data/types";
import { rangeText, said, visible } from "../data/words";
import { h } from "../parts/dom";
import { GROUP_WORDS, groupOf, pieces } from "./evidence";
import { attributionText, periodText, placeText, targetText, weaponText } from "./values";

/** The longest text that is shown at once; a huge wire is opened by a button. */
const SHOWN = 6000;

/** All sources of an incident. */
export function wires(articles: ArticleTold[]): HTMLElement {
  const legend = h("ul", { class: "groups", "aria-label": "Colours of the evidence" },
    ...Object.entries(GROUP_WORDS).map(([group, words]) => h("li", {}, h("mark", { class: `ev ev-${group}` }, words))));
  return h("div", {}, legend, h("div", { class: "wires", role: "group", "aria-label": "Sources side by side", tabindex: 0 },
    ...articles.map(wire)));
}

function wire(article: ArticleTold): HTMLElement {
  const evidence = article.reports.flatMap((report) => (stands(article, report) ? report.evidence : []));
  const repeats = article.reports.find((report) => report.duplicate_of)?.duplicate_of;
  const status = h("p", { class: "says", "aria-live": "off" }, "Point at marked words to see what was read out of them.");
  const revision = article.revision && article.revision > 1 ? ` · revision ${article.revision}` : "";
  return h(
    "article",
    { class: article.withdrawn ? "wire withdrawn" : "wire" },
    h("header", {},
      h("h4", {}, h("bdi", {}, visible(article.source))),
      h("p", { class: "muted" }, momentText(article.published_at), revision),
      article.withdrawn && h("p", { class: "badge warn" }, "Withdrawn by its source"),
      repeats && h("p", { class: "badge" }, "Repeats ", h("bdi", {}, visible(repeats)), ": one voice with it")),
    ...article.reports.map(reading),
    textOf(article.text, evidence, status),
    article.truncated && h("p", { class: "muted" }, "The text goes on; the archive keeps its beginning."),
    status,
    linkOf(article.url),
  );
}

// Offsets are of one text: evidence of an earlier revision would mark the wrong words of this one.
function stands({ text_revision: shown }: ArticleTold, { retracted, article_revision: of }: ReportTold): boolean {
  return !retracted && (shown == null || shown === of);
}

function textOf(text: string | null, evidence: Evidence[], status: HTMLElement): HTMLElement {
  if (!text) return h("p", { class: "none" }, "The text is not here any more.");
  const headline = h("strong", { class: "first" });
  const body = h("div", { class: "text", dir: "auto", tabindex: 0, role: "group", "aria-label": "Text of the wire" }, headline);
  const all = pieces(text, evidence);
  let [shown, inHeadline] = [0, text.includes("\n")];
  for (const [at, { text: words, evidence: over }] of all.entries()) {
    const node = over.length ? marked(words, over, status) : document.createTextNode(visible(words));
    (inHeadline ? headline : body).append(node);
    inHeadline &&= !words.endsWith("\n");
    shown += words.length;
    if (shown > SHOWN && at < all.length - 1) {
      body.append(rest(all.slice(at + 1).map((piece) => visible(piece.text)).join("")));
      break;
    }
  }
  return body;
}

function rest(words: string): HTMLElement {
  const button = h("button", { type: "button", class: "quiet", onclick: () => button.replaceWith(words) }, "Show the rest");
  return button;
}

function marked(words: string, over: Evidence[], status: HTMLElement): HTMLElement {
  const told = over.map(({ field, rule }) => `${said(field)}${rule ? ` (rule ${rule})` : ""}`).join("; ");
  const say = (): void => void (status.textContent = told);
  return h(
    "mark",
    { class: `ev ev-${groupOf(over[0]!.field)}`, title: told, "data-field": over[0]!.field, onpointerenter: say, onclick: say },
    visible(words),
  );
}

function reading({ values, retracted }: ReportTold): HTMLElement {
  if (!values || retracted) return h("p", { class: "none" }, "It does not report this any more.");
  const rows: [string, string | undefined][] = [
    ["Kind", said(values.event_type)],
    ["When", periodText(values.occurred)],
    ["Where", placeText(values.location)],
    ["With", weaponText(values.weapon)],
    ["Against", values.targets?.map(targetText).join("; ") || undefined],
    ["Killed", values.casualties?.killed ? rangeText(values.casualties.killed) : undefined],
    ["Wounded", values.casualties?.wounded ? rangeText(values.casualties.wounded) : undefined],
    ["Outcome", values.outcome && values.outcome !== "unknown" ? said(values.outcome) : undefined],
    ["By", values.attributions?.map(attributionText).join("; ") || undefined],
  ];
  const told = rows.filter(([, value]) => value && value !== "not told");
  return h("dl", { class: "reading" }, ...told.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("bdi", {}, visible(value!)))]));
}

// A link comes from a wire: only the web's own schemes are followed, and nothing of the page goes with it.
function linkOf(url: string | null): HTMLElement | null {
  if (!url || !/^https?:\/\//i.test(url)) return null;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, "Read it at its source");
}
