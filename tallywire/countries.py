"""What countries are called, by their ISO 3166-1 alpha-2 codes."""

import csv
from functools import cache
from importlib.resources import files

from schemas.values import UNKNOWN_COUNTRY


@cache
def _names() -> dict[str, str]:
    table = files("services.extraction.domain").joinpath("data/countries.csv").read_text(encoding="utf-8")
    return {row["country"]: row["name"] for row in csv.DictReader(table.splitlines())}


def country_name(code: str | None) -> str:
    """The country's English name; its code, if it has none here."""
    if code is None or code == UNKNOWN_COUNTRY:
        return "Unknown"
    return _names().get(code, code)
