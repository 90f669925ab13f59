"""Paragraphs that are no story: links to more, subscriptions, rights, credits of who reported and edited."""

import re
import tomllib
from functools import cache
from importlib.resources import files

_LONGEST = 500
"""A longer paragraph tells something, whatever it begins with."""


def without_furniture(body: str) -> str:
    """The body without the paragraphs at its head and end that are no story; what stands between them is not touched.

    `body` has a blank line between paragraphs.
    """
    texts = body.split("\n\n")
    start, end = 0, len(texts)
    while end > start and _is(texts[end - 1], "end"):
        end -= 1
    while start < end and _is(texts[start], "head"):
        start += 1
    return "\n\n".join(texts[start:end])


def _is(text: str, place: str) -> bool:
    return not text or (len(text) <= _LONGEST and _patterns()[place].fullmatch(text) is not None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    read = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text(encoding="utf-8"))
    return {place: re.compile("|".join(patterns), re.IGNORECASE) for place, patterns in read.items()}
