"""A wire's explanation: what was read in it, why, and what was passed over."""

from collections.abc import Iterator
from dataclasses import replace

from schemas.articles import ArticleIngested, ArticleText
from schemas.reports import IncidentReported
from services.extraction.domain import text
from services.extraction.domain.mentions import Mention
from services.extraction.domain.read import UnsupportedLanguage, read
from services.extraction.domain.stories import EVEN
from services.extraction.domain.story import Story
from services.ingest.domain.wires import Wire
from tallywire.explaining.cards import counted, rows_of, statistic_rows, title_of, unsaid
from tallywire.explaining.decisions import whether_new, which_date, which_place
from tallywire.explaining.shown import Card, Decision, Explanation, Passage
from tallywire.explaining.tracing import Judged, Trace, traced
from tallywire.explaining.wordings import doubts, subjects

_MOST = 100
"""Passages shown that were passed over: a hostile text has thousands."""
_NEW, _NOT_NEW = "yes: an incident of its own", "no: it is no new incident"


def explained(wire: Wire) -> Explanation:
    """Everything that is to be shown of a wire."""
    words = wire.model_dump(include={"source", "published_at", "language", "headline", "dateline", "body"})
    article = ArticleIngested(article_id=wire.id, revision=1, **words)
    bare = Explanation(wire.id, wire.source, wire.published_at, wire.headline, article.text)
    if note := _nothing_to_read(wire, article):
        return replace(bare, note=note)
    try:
        reading = read(article)
    except UnsupportedLanguage as error:
        return replace(bare, note=f"Another language: {error}.")
    trace = traced(article)
    told = zip(reading.incidents, trace.stories, strict=True)
    cards = tuple(_card(n, incident, story, trace) for n, (incident, story) in enumerate(told, 1))
    sums = tuple(Card(n, counted(s), None, statistic_rows(s)) for n, s in enumerate(reading.statistics, 1))
    over, unlisted = _passed_over(trace)
    bare = replace(bare, passed_over=over, unlisted=unlisted)
    return replace(bare, note=_silence(trace, cards), incidents=cards, statistics=sums)


def _nothing_to_read(wire: Wire, article: ArticleText) -> str | None:
    """Why a wire is not even looked at."""
    if wire.status == "canceled":
        return f"A kill notice: it only takes back {wire.revises or 'an earlier wire'}, so nothing is read in it."
    if not wire.body.strip():
        return "The wire has no body: nothing is read in a headline alone."
    if text.is_kill_notice(article.text):
        return "Its words are those of a kill notice: it only takes an earlier wire back, so nothing is read in it."
    return None


def _silence(trace: Trace, cards: tuple[Card, ...]) -> str | None:
    if trace.subject:
        return f"The whole wire is about {subjects().get(trace.subject, trace.subject)}: no incident is read in it."
    return None if cards else "No incident is told in this wire."


def _card(number: int, incident: IncidentReported, story: Story, trace: Trace) -> Card:
    decisions = filter(None, (_beginning(story, trace), _date(story, trace), _place(story, trace)))
    return Card(
        number,
        title_of(incident),
        incident.confidence,
        rows_of(incident),
        unsaid(incident),
        tuple(decisions),
        tuple(_told_again(story, trace)),
    )


def _beginning(story: Story, trace: Trace) -> Decision | None:
    judged = trace.judged.get(_span(story.mentions[0]))
    return whether_new(trace.page, judged.signs, judged.chance, _NEW) if judged else None


def _date(story: Story, trace: Trace) -> Decision | None:
    """Shown where it was decided by odds, and not taken over from a sentence before."""
    held = (m for m in story.mentions if m.core and story.day and story.day in (m.day, m.time))
    mention = next(held, None)
    return which_date(trace.page, mention) if mention and story.day and ":" in story.day.rule else None


def _place(story: Story, trace: Trace) -> Decision | None:
    held = (m for m in story.mentions if m.core and story.place and story.place in (m.place, m.scene))
    mention = next(held, None)
    return which_place(trace.page, mention) if mention and story.place and ":" in story.place.rule else None


def _told_again(story: Story, trace: Trace) -> Iterator[Passage]:
    """The other mentions that were judged and went to this incident."""
    for mention in story.mentions[1:]:
        judged = trace.judged.get(_span(mention))
        if judged and (core := judged.mention.core):
            how = "told again" if mention.core else "adds to it, and tells of no attack by itself"
            remark = f"{how}: {judged.chance:.0%} likely to be another incident"
            yield Passage(core.start, core.end, trace.page.text[core.start : core.end], remark)


def _passed_over(trace: Trace) -> tuple[tuple[Passage, ...], int]:
    """The deeds that went to no incident and the sentences put aside, in order; and how many more there are."""
    spoken = {_span(mention) for story in trace.stories for mention in story.mentions}
    left = [judged for span, judged in trace.judged.items() if span not in spoken]
    found = [_no_deed(trace, judged) for judged in left[:_MOST]]
    aside = "its sentence is about a drill, an accident, sport or the weather"
    found += [Passage(s.start, s.end, s.text, aside) for s in trace.aside]
    ordered = sorted(found, key=lambda passage: passage.start)[:_MOST]
    return tuple(ordered), len(left) + len(trace.aside) - len(ordered)


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _no_deed(trace: Trace, judged: Judged) -> Passage:
    core = judged.mention.core
    start, end = (core.start, core.end) if core else (judged.mention.start, judged.mention.end)
    decision = None
    if judged.chance >= EVEN:
        remark = "the wire tells of more incidents than are read in one"
    elif core and core.doubt in doubts():
        remark = doubts()[core.doubt]
    else:
        remark = f"{judged.chance:.0%} likely to be a new incident, and none told before fits it"
    if 0 < judged.chance < EVEN:
        decision = whether_new(trace.page, judged.signs, judged.chance, _NOT_NEW)
    return Passage(start, end, trace.page.text[start:end], remark, decision)
