"""Turns of phrase as data: the regular expressions of `patterns.toml` and its likes, compiled on first use.

An expression is what stands `before`, one of `any`, and what stands `after`. All are searched in folded text unless
their rule says otherwise, and every repetition in them is bounded, so that no text makes them slow.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_FILES: Final = ("patterns.toml", "tolls.toml", "aims.toml", "odds.toml")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase by its name in the file, used like a compiled expression."""

    name: str

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its first place in a stretch."""
        return _compiled(self.name).search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it begins the stretch."""
        return _compiled(self.name).match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it is the whole stretch."""
        return _compiled(self.name).fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All its places in a stretch."""
        return _compiled(self.name).finditer(text, start, end)


@cache
def _phrases() -> dict[str, Any]:
    lexicons = files(__package__).joinpath("lexicons")
    read = (tomllib.loads(lexicons.joinpath(name).read_text(encoding="utf-8")) for name in _FILES)
    return {rule: phrases for told in read for rule, phrases in told.items()}


@cache
def _compiled(name: str) -> re.Pattern[str]:
    rule, phrase = name.split(".")
    told = _phrases()[rule][phrase]
    return re.compile(f"{told.get('before', '')}(?:{'|'.join(told['any'])}){told.get('after', '')}")
