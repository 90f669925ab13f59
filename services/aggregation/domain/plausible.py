"""What a report cannot mean, whatever its schema allows."""

from datetime import timedelta

from schemas.reports import IncidentReported, ReportEvent, StatisticReported
from schemas.values import UNKNOWN_COUNTRY, Range

MOST_PERSONS = 10_000_000
MOST_MUNITIONS = 1_000_000
MOST_INCIDENTS = 1_000_000_000
"""In a statistic."""
MOST_REVISIONS = 2**53
"""Beyond it not every reader of JSON tells two numbers apart."""
AHEAD = timedelta(days=2)
"""How far an incident's days may lie ahead of the wire: its place may be a day ahead, and a night has two."""

# ISO 3166-1 alpha-2, with XK (Kosovo, in general use) and ZZ (unknown).
COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW""".split()
) | {UNKNOWN_COUNTRY}


class ImplausibleReport(ValueError):
    """A report that says what cannot be; the text says what."""


def checked(event: ReportEvent) -> ReportEvent:
    """The event, if it can be.

    Raises:
        ImplausibleReport: a country that does not exist, an incident after its wire, numbers beyond all bounds.
    """
    if event.key not in COUNTRIES:
        raise ImplausibleReport(f"there is no country {event.key}: codes are ISO 3166-1 alpha-2")
    _check_number("article_revision", Range(min=event.article_revision), MOST_REVISIONS)
    if isinstance(event, IncidentReported):
        _check_days(event)
        _check_number("killed", event.casualties.killed, MOST_PERSONS)
        _check_number("wounded", event.casualties.wounded, MOST_PERSONS)
        _check_number("weapon.count", event.weapon.count, MOST_MUNITIONS)
    if isinstance(event, StatisticReported):
        _check_number("count", event.count, MOST_INCIDENTS)
    return event


def is_plausible(event: ReportEvent) -> bool:
    """Whether the event can be."""
    try:
        checked(event)
    except ImplausibleReport:
        return False
    return True


def _check_days(report: IncidentReported) -> None:
    if report.occurred and report.occurred.earliest > report.published_at.date() + AHEAD:
        raise ImplausibleReport(
            f"the incident of {report.occurred.earliest} lies after its wire of {report.published_at.date()}"
        )


def _check_number(field: str, number: Range | None, most: int) -> None:
    if number and max(number.min, number.max or 0) > most:
        raise ImplausibleReport(f"{field} of {max(number.min, number.max or 0)} is more than {most} can be")
