"""Histories of what articles report: in several revisions, of near days and places, some of it taken back."""

from typing import Any

from hypothesis import strategies as st

from schemas.reports import IncidentReported, IncidentRetracted
from tests.unit.aggregation.told import report, retraction

Heardable = IncidentReported | IncidentRetracted
_DATES = st.sampled_from(
    [
        {"earliest": "2022-01-03", "latest": "2022-01-03"},
        {"earliest": "2022-01-04", "latest": "2022-01-04"},
        {"earliest": "2022-01-03", "latest": "2022-01-04"},
        {"earliest": "2022-01-01", "latest": "2022-01-07"},
        {"earliest": "2021-12-31", "latest": "2022-01-01"},
        {"earliest": "2021-12-31", "latest": "2021-12-31"},
        {"earliest": "2021-10-05", "latest": "2021-10-05"},
        {"earliest": "2021-12-01", "latest": "2021-12-31"},
        None,
    ]
)
_TOLLS = st.none() | st.builds(lambda n, more: {"min": n, "max": n + more}, st.integers(0, 5), st.integers(0, 2))


@st.composite
def tellings(draw: st.DrawFn) -> dict[str, Any]:
    """What a report may say, beside who says it."""
    return {
        "place": draw(st.integers(0, 3)),
        "event_type": draw(st.sampled_from(["shelling", "drone_strike", "bombing"])),
        "occurred": draw(_DATES),
        "casualties": {"killed": draw(_TOLLS), "wounded": draw(_TOLLS)},
        "factuality": draw(st.sampled_from(["occurred", "occurred", "possible"])),
        "duplicate_of": draw(st.none() | st.sampled_from(["article-0", "article-1"])),
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Heardable]:
    """What up to six articles say in up to three revisions each; a report may come, change and go."""
    history: list[Heardable] = []
    for article in range(draw(st.integers(1, 6))):
        for number in range(draw(st.integers(1, 2))):
            for revision in range(1, draw(st.integers(1, 3)) + 1):
                one = report(
                    article * 2 + number,
                    article_id=f"article-{article}",
                    article_revision=revision,
                    published_at=f"2022-01-08T{article:02d}:{revision:02d}:00Z",
                    **draw(tellings()),
                )
                history.append(retraction(one, revision) if draw(st.booleans()) and revision > 1 else one)
    return history
