"""Learn the models of the reading from annotated wires: `python -m tools.learn [--check] FOLDER...` (`make learn`).

Three logistic models (scikit-learn, L2) over named signs: does a mention begin an incident, which place and which date
of the wire are its own. The gold has no mentions; one is taken for an incident's beginning when it holds the quote that
asserts it, or, told before the quote, agrees with it in kind, day and place. Mentions that may be either are left out.

`--check` writes nothing: it learns on five sixths of the wires, reads the rest, and so through all; the figures are
those of the scorer beside the project on wires that the models have not seen.
"""

import argparse
import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from schemas.articles import ArticleIngested
from services.extraction.domain import date_signs, dating, place_signs, placing, text
from services.extraction.domain.likeness import FAMILY
from services.extraction.domain.mentions import Mention, view_of
from services.extraction.domain.odds import BIAS, Models, Odds
from services.extraction.domain.page import Page, laid_out
from services.extraction.domain.read import Reading, body_then_headline
from services.extraction.domain.setting import is_about_something_else
from services.extraction.domain.signs import signs
from services.extraction.domain.stories import stories
from services.extraction.domain.story import Story
from services.extraction.domain.whereabouts import km
from tools.gold import Gold, gold_wires, read_by
from tools.scoring import NoScorer, figures, scorer

OUT: Final = Path(__file__).parents[1] / "services" / "extraction" / "domain" / "data" / "odds"
CASES: Final = Path(__file__).parents[1] / "tests" / "golden" / "extraction" / "cases.toml"
PENALTY: Final = {"begins": 0.1, "places": 0.2, "dates": 0.2}
"""Inverse strength of the L2 penalty, chosen by `--check`."""
RAREST: Final = 3
LEAST: Final = 0.005
FOLDS, CHUNK = 6, 4
"""Neighbours often tell one story: wires go into folds by fours."""
REACH: Final = {"site": 15, "city": 25, "admin1": 150, "country": 600, None: 25}
SAME_SPOT, FAR = 15.0, 300.0
EMPTY: Final = Models(Odds({}), Odds({}), Odds({}))
Row = tuple[list[str], int]


def silent_cases() -> Iterator[Gold]:
    """The golden cases that tell of no incident: threats, plans and the like, which whole wires have too few of."""
    for n, case in enumerate(tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]):
        if not case.get("incidents"):
            told = {"published_at": "2022-03-11T18:00:00+03:00", "headline": case.get("headline", "")}
            told |= {"dateline": case.get("dateline"), "body": case["body"]}
            yield Gold(CASES, ArticleIngested(article_id=f"case-{n}", revision=1, source="TW", **told), (), usable=True)


def page_of(gold: Gold, learned: Models) -> Page | None:
    """The wire laid out, unless it is not read at all."""
    if not gold.usable or text.is_kill_notice(gold.article.text):
        return None
    page = laid_out(gold.article, learned)
    return None if is_about_something_else(page) else page


def quote_span(gold: Gold, incident: dict[str, Any]) -> tuple[int, int]:
    """Where the quote that asserts an incident stands."""
    start = gold.article.text.find(incident["quote"])
    return start, start + len(incident["quote"])


def shared(mention: Mention, span: tuple[int, int]) -> int:
    """How many characters a mention shares with a span."""
    return min(mention.end, span[1]) - max(mention.start, span[0])


def asserting(gold: Gold, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, dict[str, Any]]]:
    """Each incident with the mention that holds most of its quote."""
    for incident in gold.incidents:
        span = quote_span(gold, incident)
        held = [m for m in mentions if m.core and shared(m, span) > 0]
        if held:
            yield max(held, key=lambda m: shared(m, span)), incident


def place_rows(page: Page, mention: Mention, incident: dict[str, Any]) -> Iterator[Row]:
    """Every place of the wire, and whether it is the incident's."""
    spots = page.places.items
    for n, _, found in placing.signed(page, view_of(page, mention)):
        itself = place_signs.signs(page.folded, page.dateline, spots, n, page.scenes)
        at = spots[n].place
        right = (
            incident["lat"] is not None
            and km((at.lat, at.lon), (incident["lat"], incident["lon"])) <= REACH[incident["precision"]]
        )
        yield [*found, *itself], int(right)


def date_rows(page: Page, mention: Mention, incident: dict[str, Any]) -> Iterator[Row]:
    """Every date of the wire, and whether it is the incident's."""
    days = page.dates.items
    for n, _, found in dating.signed(page, view_of(page, mention)):
        itself = date_signs.signs(page.folded, page.published, days, n)
        yield [*found, *itself], int([str(days[n].period.earliest), str(days[n].period.latest)] == incident["date"])


class Teacher:
    """Judges mentions by the gold, and writes down the signs of each with the answer."""

    def __init__(self, gold: Gold) -> None:
        self.rows: list[Row] = []
        self.left = {n: (quote_span(gold, incident), incident) for n, incident in enumerate(gold.incidents)}

    def __call__(self, page: Page, mention: Mention, told: list[Story], last: int) -> float:
        """1.0 when the mention begins an incident of the gold, else 0.0."""
        answer = self._answer(mention)
        if answer is not None:
            self.rows.append((signs(page, mention, told, last), int(answer)))
        return float(bool(answer))

    def _answer(self, mention: Mention) -> bool | None:
        """Whether it begins an incident not begun yet; None when it may be either."""
        quoted = [(shared(mention, span), n) for n, (span, _) in self.left.items() if self._holds(mention, span)]
        if quoted:
            del self.left[max(quoted)[1]]
            return True
        alike = [n for n, (_, incident) in self.left.items() if self._agrees(mention, incident, SAME_SPOT)]
        if alike and mention.place:
            del self.left[alike[0]]
            return True
        return None if any(self._agrees(mention, incident, FAR) for _, incident in self.left.values()) else False

    def _holds(self, mention: Mention, span: tuple[int, int]) -> bool:
        common, core = shared(mention, span), mention.core
        if core is None or common <= 0:
            return False
        inside = span[0] <= core.start < span[1] or span[0] < core.end <= span[1]
        return inside or common >= 0.5 * (span[1] - span[0]) or common >= 0.6 * (mention.end - mention.start)

    def _agrees(self, mention: Mention, incident: dict[str, Any], reach: float) -> bool:
        """In kind, day and, where the mention names one, place."""
        core, day, place = mention.core, mention.day, mention.place
        if core is None or core.doubt or day is None or mention.spoken_day or not incident["date"]:
            return False
        if FAMILY[core.sense] not in (FAMILY[incident["event_type"]], "any"):
            return False
        same_day = bool([str(day.value.earliest), str(day.value.latest)] == incident["date"])
        if place is None or incident["lat"] is None:
            return same_day
        return same_day and km((place.value.lat, place.value.lon), (incident["lat"], incident["lon"])) <= reach


def fitted(rows: Sequence[Row], penalty: float) -> Odds:
    """The logistic model of some rows."""
    counted = Counter(sign for found, _ in rows for sign in found)
    vectors = DictVectorizer(sparse=False)
    table = vectors.fit_transform([{sign: 1 for sign in found if counted[sign] >= RAREST} for found, _ in rows])
    model = LogisticRegression(C=penalty, max_iter=3000, solver="liblinear").fit(table, [answer for _, answer in rows])
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {name: round(float(weight), 3) for name, weight in weights if abs(weight) >= LEAST}
    return Odds({BIAS: round(float(model.intercept_[0]), 3)} | kept)


def learned(wires: Sequence[Gold]) -> Models:
    """All three models: places and dates first, for they decide what a mention says."""
    chosen = _asserted(wires, place_rows, EMPTY), _asserted(wires, date_rows, EMPTY)
    places, dates = fitted(chosen[0], PENALTY["places"]), fitted(chosen[1], PENALTY["dates"])
    known = Models(EMPTY.begins, places, dates)
    rows = [row for gold in [*wires, *silent_cases()] for row in _taught(gold, known)]
    return Models(fitted(rows, PENALTY["begins"]), places, dates)


def _asserted(wires: Iterable[Gold], rows: Callable[..., Iterator[Row]], known: Models) -> list[Row]:
    found = ((gold, page_of(gold, known)) for gold in wires)
    return [
        row
        for gold, page in found
        if page
        for mention, incident in asserting(gold, body_then_headline(page))
        for row in rows(page, mention, incident)
    ]


def _taught(gold: Gold, known: Models) -> list[Row]:
    page = page_of(gold, known)
    if page is None:
        return []
    teacher = Teacher(gold)
    stories(page, body_then_headline(page), teacher)
    return teacher.rows


def write(models: Models) -> None:
    """The weights as tables, one line a sign."""
    OUT.mkdir(exist_ok=True)
    for name in ("begins", "places", "dates"):
        with (OUT / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(("sign", "weight"))
            table.writerows(sorted(getattr(models, name).weights.items()))


def cross_read(wires: Sequence[Gold]) -> dict[str, Reading]:
    """The readings of wires by their ids, each by models that were learned without it."""
    readings: dict[str, Reading] = {}
    for fold in range(FOLDS):
        known = learned([gold for n, gold in enumerate(wires) if (n // CHUNK) % FOLDS != fold])
        kept_out = [gold for n, gold in enumerate(wires) if (n // CHUNK) % FOLDS == fold]
        readings |= {gold.wire_id: read_by(gold, known) for gold in kept_out}
    return readings


def checked(wires: Sequence[Gold], readings: Mapping[str, Reading]) -> Iterator[str]:
    """The scorer's figures by folder."""
    for folder in dict.fromkeys(gold.path.parent for gold in wires):
        score = figures([gold.path for gold in wires if gold.path.parent == folder], readings)
        found, slots = score["detection"], score["slots"]
        yield (
            f"{folder}: detection {found['f1']} (P {found['p']} R {found['r']}), slots {slots['f1']},"
            f" silent {score['silence']}"
        )


def main(arguments: Sequence[str]) -> None:
    """Learn, and write or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--check", action="store_true", help="write nothing; read each sixth with models of the rest")
    chosen = parser.parse_args(arguments)
    wires = list(gold_wires(chosen.folders))
    print(f"{len(wires)} wires, {sum(len(gold.incidents) for gold in wires)} incidents")
    if chosen.check:
        try:
            scorer()
        except NoScorer as error:
            raise SystemExit(f"{error}: --check needs it") from None
        print("\n".join(checked(wires, cross_read(wires))))
    else:
        write(learned(wires))


if __name__ == "__main__":
    main(sys.argv[1:])
