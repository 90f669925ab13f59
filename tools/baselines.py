"""Simple ways to say which reports are one incident, beside which merging is judged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from tools.gold import Gold
from tools.links import Links, Told, links

DISTANCES: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Cosine distances up to which groups of articles are joined: the best of them for the wires at hand is taken."""


def by_day_and_kind(told: Sequence[Told]) -> dict[str, object]:
    """The same country, first day and kind are one incident."""
    return {one.report.report_id: (*_day(one), one.report.event_type) for one in told}


def by_article(wires: Sequence[Gold], told: Sequence[Told]) -> Links:
    """Whatever alike articles tell is one incident."""
    return _best(wires, told, lambda _: ())


def by_article_and_day(wires: Sequence[Gold], told: Sequence[Told]) -> Links:
    """What alike articles tell of one country and first day is one incident."""
    return _best(wires, told, _day)


def _day(one: Told) -> tuple[object, ...]:
    when = one.report.occurred
    return one.report.country, when.earliest if when else None


def _best(wires: Sequence[Gold], told: Sequence[Told], apart: Callable[[Told], tuple[object, ...]]) -> Links:
    """The figures at the distance that is best for these very wires: a baseline is not to be blamed for its setting."""
    tried = (
        links(told, {one.report.report_id: (story[one.wire_id], *apart(one)) for one in told})
        for story in _stories(wires)
    )
    return max(tried, key=lambda found: found.f1)


def _stories(wires: Sequence[Gold]) -> Iterator[Mapping[str, int]]:
    """Groups of articles by TF-IDF of their words, average linkage of cosines, at each distance."""
    texts = [gold.article.text for gold in wires]
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts).toarray()
    for distance in DISTANCES:
        groups = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=distance)
        yield dict(zip((gold.wire_id for gold in wires), groups.fit_predict(vectors).tolist(), strict=True))
