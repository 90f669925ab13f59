"""Valid events for tests: one of each type to start an example from, and any of each type for properties.

A builder gives a plain event; what the test is about is said by keyword (`incident_reported(confidence=0.2)`).
A strategy gives any valid event (`@given(events(IncidentReported))`, `@given(any_event())`).
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from schemas.alerts import Ground, Series, UpsurgeDetected, UpsurgeEnded
from schemas.articles import ArticleIngested, ArticleRevised, ArticleWithdrawn
from schemas.counts import Bucket, CountChanged, Facets, Tally
from schemas.events import Event
from schemas.incidents import Attributed, Disagreement, IncidentResolved, Likeness, ReportRef, Said
from schemas.reports import IncidentReported, IncidentRetracted, StatisticReported, StatisticRetracted
from schemas.statistics import Kind, StatisticCompared
from schemas.topics import EVENTS
from schemas.values import (
    Attribution,
    Casualties,
    Evidence,
    Location,
    Period,
    Range,
    Target,
    Value,
    Weapon,
)
from schemas.vocabulary import (
    EventType,
    Factuality,
    IncidentStatus,
    Outcome,
    Precision,
    SeriesKind,
    StatisticStatus,
    UpsurgeEnd,
)

E = TypeVar("E", bound=Event)

PUBLISHED_AT = datetime(2022, 1, 3, 9, 30, tzinfo=UTC)
DAY = Period(earliest=date(2022, 1, 3), latest=date(2022, 1, 3))
BAGHDAD = Location(name="Baghdad", country="IQ", admin1="Baghdad", precision=Precision.CITY)

_ARTICLE: dict[str, Any] = {"article_id": "a1", "revision": 1, "source": "wire", "published_at": PUBLISHED_AT}
_TEXT: dict[str, Any] = {**_ARTICLE, "headline": "Drone strike in Baghdad", "body": "Two people were killed."}
_REPORT: dict[str, Any] = {"report_id": "r1", "article_id": "a1", "article_revision": 1}
_REPORTED: dict[str, Any] = {**_REPORT, "published_at": PUBLISHED_AT, "source": "wire", "extractor": "0.1.0"}
_UPSURGE: dict[str, Any] = {
    "upsurge_id": "2022-01-03|IQ|total|",
    "revision": 1,
    "series": Series(country="IQ", kind=SeriesKind.TOTAL),
    "since": date(2022, 1, 3),
    "ground": Ground(
        days=(0, 0, 1, 0, 2, 1, 6),
        weeks=(1, 0, 2, 1, 0, 1, 3, 0),
        number=10,
        expected=1.06,
        usual=Range(min=0, max=5),
        tail=0.000478,
    ),
}


def article_ingested(**overrides: Any) -> ArticleIngested:
    """A wire of two sentences."""
    return ArticleIngested(**{**_TEXT, **overrides})


def article_revised(**overrides: Any) -> ArticleRevised:
    """The same wire's second revision."""
    return ArticleRevised(**{**_TEXT, "revision": 2, **overrides})


def article_withdrawn(**overrides: Any) -> ArticleWithdrawn:
    """The same wire, taken back."""
    return ArticleWithdrawn(**{**_ARTICLE, "revision": 2, **overrides})


def incident_reported(**overrides: Any) -> IncidentReported:
    """A drone strike in Baghdad on the day of the wire."""
    told = {"event_type": EventType.DRONE_STRIKE, "occurred": DAY, "location": BAGHDAD, "confidence": 0.9}
    return IncidentReported(**{**_REPORTED, **told, **overrides})


def incident_retracted(**overrides: Any) -> IncidentRetracted:
    """The report of that strike, taken back by the article's second revision."""
    return IncidentRetracted(**{**_REPORT, "article_revision": 2, "country": "IQ", **overrides})


def statistic_reported(**overrides: Any) -> StatisticReported:
    """Three attacks in Iraq, as a number without incidents."""
    return StatisticReported(**{**_REPORTED, "count": Range(min=3, max=3), "countries": ("IQ",), **overrides})


def statistic_retracted(**overrides: Any) -> StatisticRetracted:
    """That number, taken back by the article's second revision."""
    return StatisticRetracted(**{**_REPORT, "article_revision": 2, "country": "IQ", **overrides})


def incident_resolved(**overrides: Any) -> IncidentResolved:
    """A drone strike that stands, with nothing else known of it."""
    told_by = ReportRef(**_REPORT, source="wire", published_at=PUBLISHED_AT)
    identity = {"incident_id": "i1", "revision": 1, "status": IncidentStatus.STANDING, "reports": (told_by,)}
    told = {"event_type": EventType.DRONE_STRIKE, "factuality": Factuality.OCCURRED, "outcome": Outcome.UNKNOWN}
    return IncidentResolved(**{**identity, **told, **overrides})


def count_changed(**overrides: Any) -> CountChanged:
    """One incident in Iraq on that day, without a toll."""
    bucket = Bucket(span="2022-01-03", country="IQ")
    tally = Tally(incidents=1, killed=Range(min=0, max=0), wounded=Range(min=0, max=0), sources=1)
    return CountChanged(**{"bucket": bucket, "revision": 1, "tally": tally, **overrides})


def upsurge_detected(**overrides: Any) -> UpsurgeDetected:
    """Ten incidents in a week in Iraq, where one is expected."""
    return UpsurgeDetected(**{**_UPSURGE, **overrides})


def upsurge_ended(**overrides: Any) -> UpsurgeEnded:
    """That upsurge, which lasted for four days."""
    return UpsurgeEnded(**{**_UPSURGE, "last": date(2022, 1, 6), "reason": UpsurgeEnd.SUBSIDED, **overrides})


def statistic_compared(**overrides: Any) -> StatisticCompared:
    """That number of attacks, for which nothing can be counted without a period."""
    told = {key: value for key, value in _REPORTED.items() if key != "extractor"}
    claim = {"count": Range(min=3, max=3), "countries": ("IQ",), "status": StatisticStatus.STANDING, "revision": 1}
    return StatisticCompared(**{**told, **claim, **overrides})


def events(kind: type[E]) -> SearchStrategy[E]:
    """Any valid event of one type."""
    return st.from_type(kind)


def any_event() -> SearchStrategy[Event]:
    """Any valid event of any type."""
    return st.one_of([events(kind) for kind in EVENTS.values()])


def ranges() -> SearchStrategy[Range]:
    """Counts; half of them "at least"."""
    numbers = st.integers(0, 10**9)
    bounded = st.builds(lambda low, more: Range(min=low, max=low + more), numbers, numbers)
    return bounded | st.builds(Range, min=numbers)


def periods() -> SearchStrategy[Period]:
    """Days and spans of days."""
    days = st.lists(st.dates(), min_size=2, max_size=2).map(sorted)
    return st.builds(
        lambda span, hour: Period(earliest=span[0], latest=span[1], time_of_day=hour), days, st.none() | st.text()
    )


def moments() -> SearchStrategy[datetime]:
    """Times with whole-minute offsets, which is what RFC 3339 can write down."""
    offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(timezones=offsets)


_COUNTRIES = st.from_regex("[A-Z]{2}", fullmatch=True)
_ARTICLE_IDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200)
_REGIONS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
_WORDS = st.lists(st.text(min_size=1), max_size=3).map(tuple)
_SPANS = st.sampled_from(["undated-2022-01", "2022-W01", "2022-01", "2022-01-03/2022-01-14"]) | st.dates().map(str)
_BY_NAME: dict[str, SearchStrategy[Any]] = {
    "admin1": st.none() | _REGIONS,
    "article_id": _ARTICLE_IDS,
    "carried_by": _WORDS,
    "continued_as": st.none() | st.text(min_size=1),
    "countries": st.lists(_COUNTRIES, max_size=3).map(tuple),
    "country": _COUNTRIES,
    "duplicate_of": st.none() | _ARTICLE_IDS,
    "expected": st.floats(0, 10**6),
    "lat": st.none() | st.floats(-90, 90),
    "lon": st.none() | st.floats(-180, 180),
    "number": st.integers(1, 10**6),
    "points": st.dictionaries(st.text(), st.floats(-9, 9), max_size=3),
    "published_at": moments(),
    "report_ids": _WORDS,
    "score": st.floats(-99, 99),
    "similarity": st.none() | st.floats(0, 1),
    "span": _SPANS,
    "spans": st.lists(_SPANS, max_size=3).map(tuple),
    "supersedes": _WORDS,
    "tail": st.floats(0, 1),
    "trust": st.none() | st.floats(0, 1),
    "updated_at": st.none() | moments(),
    "value": st.text(min_size=1),
}
"""Fields whose type alone does not tell hypothesis what is valid."""


def _any(model: type[Value]) -> SearchStrategy[Value]:
    fields: dict[str, Any] = {name: _BY_NAME.get(name, ...) for name in model.model_fields}
    country = model.model_fields.get("country")
    if country and not country.is_required():
        fields["country"] = st.none() | _COUNTRIES
    return st.builds(model, **fields)


_PARTS: tuple[type[Value], ...] = (
    Location,
    Weapon,
    Target,
    Casualties,
    Attribution,
    Attributed,
    Evidence,
    Likeness,
    ReportRef,
    Said,
    Disagreement,
    Bucket,
    Tally,
    Series,
    Ground,
    Kind,
)

st.register_type_strategy(Range, ranges())
st.register_type_strategy(Period, periods())
for _model in (*_PARTS, *EVENTS.values()):
    st.register_type_strategy(_model, _any(_model))
_TALLIES = st.dictionaries(st.text(min_size=1), st.from_type(Tally), max_size=3)
st.register_type_strategy(Facets, st.builds(Facets, **dict.fromkeys(Facets.model_fields, _TALLIES)))
