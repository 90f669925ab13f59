"""What can be asked of aggregation."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from schemas.counts import Bucket
from services.aggregation.domain.heard import Month
from services.aggregation.domain.plausible import COUNTRIES
from services.aggregation.domain.spans import extent

_MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])")
_MEANT = {
    "span": "a day (2022-01-03), an ISO week (2022-W01), a month (2022-01), days (2022-01-03/2022-01-14) or "
    "undated-2022-01; give month instead for all counts of a month",
    "admin1": "the name of a region, without control characters",
}


class WrongQuestion(ValueError):
    """What is asked has no answer; the text says why."""


class OneCount(NamedTuple):
    """What is the count of this bucket?"""

    country: str
    bucket: Bucket


class CountsOfMonth(NamedTuple):
    """What are the counts of all buckets of this month that have incidents, weeks that reach into it among them?"""

    country: str
    month: Month


class IncidentsOfMonth(NamedTuple):
    """Which incidents stand that began in this month, in the order of their ids, after this one?"""

    country: str
    month: Month
    after: str = ""


class OneIncident(NamedTuple):
    """What became of this incident?"""

    country: str
    incident_id: str


Question = OneCount | CountsOfMonth | IncidentsOfMonth | OneIncident


def counts_asked(asked: Mapping[str, str]) -> OneCount | CountsOfMonth:
    """The question that a query about counts asks.

    Raises:
        WrongQuestion: none that has an answer.
    """
    if "month" in asked:
        _check_names(asked, "country", "month")
        return CountsOfMonth(*_place(asked))
    _check_names(asked, "country", "span", "admin1")
    country = _country(asked)
    return OneCount(country, _bucket(country, asked))


def incidents_asked(asked: Mapping[str, str]) -> IncidentsOfMonth:
    """The question that a query about incidents asks.

    Raises:
        WrongQuestion: none that has an answer.
    """
    _check_names(asked, "country", "month", "after")
    return IncidentsOfMonth(*_place(asked), asked.get("after", ""))


def incident_asked(incident_id: str) -> OneIncident:
    """The question about one incident, whose id begins with its country.

    Raises:
        WrongQuestion: no incident has such an id.
    """
    country, dash, _ = incident_id.partition("-")
    if country not in COUNTRIES or not dash:
        raise WrongQuestion("an incident's id begins with its country, such as IQ-2022-01-03-")
    return OneIncident(country, incident_id)


def _check_names(asked: Mapping[str, str], *known: str) -> None:
    """What is not understood is not passed over: the answer would be to another question."""
    if unknown := sorted(asked.keys() - set(known)):
        raise WrongQuestion(f"{', '.join(unknown)}: not understood beside what was asked, only {', '.join(known)}")


def _country(asked: Mapping[str, str]) -> str:
    country = asked.get("country", "").upper()
    if country not in COUNTRIES:
        raise WrongQuestion("country must be an ISO 3166-1 alpha-2 code, such as IQ (ZZ: unknown)")
    return country


def _place(asked: Mapping[str, str]) -> tuple[str, Month]:
    country, found = _country(asked), _MONTH.fullmatch(asked.get("month", ""))
    if not found:
        raise WrongQuestion("month must be a year and a month, such as 2022-01")
    return country, int(found[1]) * 12 + int(found[2]) - 1


def _bucket(country: str, asked: Mapping[str, str]) -> Bucket:
    span = asked.get("span", "")
    try:
        bucket = Bucket(country=country, span=span, admin1=asked.get("admin1") or None)
        extent(span)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise WrongQuestion(f"{field} must be {_MEANT[field]}") from error
    except ValueError as error:
        raise WrongQuestion(f"there is no {span}: {error}") from error
    return bucket
