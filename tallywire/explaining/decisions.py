"""The learned decisions behind an incident: what was asked, what was answered, and what weighed."""

from collections import defaultdict
from collections.abc import Iterable

from services.extraction.domain import date_signs, dating, place_signs, placing
from services.extraction.domain.mentions import Mention, view_of
from services.extraction.domain.odds import BIAS, Odds
from services.extraction.domain.page import Page
from services.extraction.domain.places import Place
from tallywire.explaining.shown import Decision, Sign
from tallywire.explaining.wordings import sign_words
from tallywire.phrases import period_phrase

_RIVALS = 2
_NOWHERE = "none: no place is likely enough; weighed here is the likeliest"
Weighed = dict[str, tuple[float, list[str]]]
"""Each answer with its log-odds and its signs."""


def whether_new(page: Page, signs: Iterable[str], chance: float, answer: str) -> Decision:
    """Why a mention was, or was not, taken for the beginning of an incident."""
    question = "Is this an incident that the wire has not told before?"
    return _decision("begins", page.models.begins, question, answer, (chance, signs))


def which_place(page: Page, mention: Mention) -> Decision | None:
    """Why a mention's place is the one it is; None where the wire names none."""
    view, model, weighed = view_of(page, mention), page.models.places, Weighed()
    for n, _, found in placing.signed(page, view):
        spots = page.places.items
        itself = place_signs.signs(page.folded, page.dateline, spots, n, page.scenes)
        _keep(weighed, _named(spots[n].place), model, [*itself, *found])
    chosen = mention.place or mention.scene
    question = "Which of the wire's places is that of the deed?"
    return _likeliest("places", model, question, weighed, _named(chosen.value) if chosen else _NOWHERE)


def _named(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.country)))


def which_date(page: Page, mention: Mention) -> Decision | None:
    """Why a mention's date is the one it is; None where the wire gives none."""
    view, model, weighed = view_of(page, mention), page.models.dates, Weighed()
    for n, _, found in dating.signed(page, view):
        itself = date_signs.signs(page.folded, page.published, page.dates.items, n)
        _keep(weighed, period_phrase(page.dates.items[n].period), model, [*itself, *found])
    return _likeliest("dates", model, "Which of the wire's dates is that of the deed?", weighed)


def _keep(weighed: Weighed, answer: str, model: Odds, signs: list[str]) -> None:
    """Each answer as the likeliest of its mentions makes it."""
    weight = model.weight(signs)
    if answer not in weighed or weight > weighed[answer][0]:
        weighed[answer] = weight, signs


def _likeliest(name: str, model: Odds, question: str, weighed: Weighed, chosen: str = "") -> Decision | None:
    """The likeliest of the answers (or the one `chosen`, as no other was sure enough), and the next."""
    if not weighed:
        return None
    ranked = sorted(weighed.items(), key=lambda item: (item[0] != chosen, -item[1][0]))
    (answer, (weight, signs)), *others = ranked
    rivals = tuple((other, model.chance(value)) for other, (value, _) in others[:_RIVALS])
    told = chosen if chosen == _NOWHERE else answer
    return _decision(name, model, question, told, (model.chance(weight), signs), rivals)


def _decision(
    name: str,
    model: Odds,
    question: str,
    answer: str,
    judged: tuple[float, Iterable[str]],
    rivals: tuple[tuple[str, float], ...] = (),
) -> Decision:
    chance, signs = judged
    weights: defaultdict[str, float] = defaultdict(float)
    for sign in signs:
        if sign in model.weights:
            weights[sign_words(name, sign)] += model.weights[sign]
    told = tuple(Sign(words, weight) for words, weight in weights.items() if weight)
    return Decision(question, answer, chance, model.weights.get(BIAS, 0.0), told, rivals)
