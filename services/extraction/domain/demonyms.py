"""Which country a demonym speaks of ("Turkish jets"): votes for places, and half of an actor's name."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def demonyms() -> Mapping[str, str]:
    """Demonyms in lower case with the country's ISO 3166-1 alpha-2 code; plurals included."""
    text = files(__package__).joinpath("data", "demonyms.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        for word in row["demonyms"].split(";"):
            found[word.lower()] = row["country"]
            found.setdefault(f"{word.lower()}s", row["country"])
    return MappingProxyType(found)


def demonym_country(word: str) -> str | None:
    """The country that a word such as "Iraqi", "Somalis" or "Turkish" speaks of, or None."""
    return demonyms().get(word.lower())
