"""A million incidents, of which most are copies: to merge that many takes two hours of a processor.

What a report of the newest month costs, and how long a start takes, does not depend on what the other rows say, but on
how many they are and how large. So the newest hundred thousand are made as they are, with the pages that new reports
fall into; behind them stand ten years of five countries, made as they are too, and copied under other countries' codes.
"""

from collections.abc import Iterator

from benchmarks.aggregation.news import COUNTRIES, MILLION
from benchmarks.aggregation.state import AT_ONCE, State, state_of_newest, state_of_part

MADE = 100_000
"""The newest incidents, which are no copies."""
COPIED = COUNTRIES[1 :: len(COUNTRIES) // AT_ONCE]
OTHERS = """AR AT AU BE BG BO BT BW CA CH CL CN CR CY CZ DE DK EE ES FI FJ FR GA GB GH GM GN GR GY HR HU ID IE
    IS IT JM JO JP KM KR KW KZ LA LS LT LU LV MA MD MG MK MN MR MT MU MW MY NA NI NL NO NP NZ OM PA
    PG PL PT PY QA RO RU""".split()


def state_remembering(count: int) -> State:
    """The state with so many of a million incidents remembered, the newest first."""
    if count <= MADE:
        return state_of_newest(count, MILLION)
    whole, one = state_of_newest(MADE, MILLION), state_of_part(MILLION, MILLION, COPIED)
    for codes in _codes():
        if len(whole.incidents.rows) >= count:
            return whole
        for name, rows in one.by_name().items():
            whole.by_name()[name].update(_renamed(rows, codes))
    raise ValueError(f"there are no countries for {count:,} incidents")


def _codes() -> Iterator[dict[str, str]]:
    """A copy's countries by those that it is made of."""
    free = [code for code in OTHERS if code not in COUNTRIES]
    for first in range(0, len(free) - len(COPIED) + 1, len(COPIED)):
        yield dict(zip(COPIED, free[first:], strict=False))


def _renamed(rows: dict[str, bytes], codes: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """The rows with other countries, and with keys that no other row has."""
    for key, row in rows.items():
        country = next((code for code in COPIED if _is_of(code, key, row)), COPIED[0])
        other = codes[country]
        told = row.replace(f'"country":"{country}"'.encode(), f'"country":"{other}"'.encode())
        told = told.replace(f'_id":"{country}-'.encode(), f'_id":"{other}-'.encode())
        yield _key(key, country, other), told


def _is_of(code: str, key: str, row: bytes) -> bool:
    own = key.startswith((f"{code}-", f"{code}|")) or f"|{code}|" in key
    return own or row.startswith(f'{{"country":"{code}"'.encode())


def _key(key: str, country: str, other: str) -> str:
    for sign in (f"{country}-", f"{country}|"):
        if key.startswith(sign):
            return f"{other}{sign[2:]}{key[3:]}"
    # A report's id is a hash; a count's has its country behind its span.
    return key.replace(f"|{country}|", f"|{other}|") if f"|{country}|" in key else f"{other}{key[2:]}"
