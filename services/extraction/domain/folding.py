"""Text folded to plain ASCII of the same length, cut into words, and the keys under which names are looked up.

Transliterations of one name ("Hawija", "Al-Hawijah", "el Hawiyja") should share a key; a key is never shown to anyone.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_LONE = str.maketrans(
    "‘’ʿʾʼ`´“”–—−‐‑\u00a0\u202f\u2009øØłŁđĐıßæÆœŒðÐþÞəƏħĦ",
    "'''''''\"\"-----   oOlLdDisaAoOdDtTaAhH",
)
_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
_DOUBLED = re.compile(r"([a-z])\1+")
_SPELLINGS = (("ou", "u"), ("oo", "u"), ("ow", "au"), ("aw", "au"), ("ee", "i"), ("ei", "ai"), ("ey", "ai"),
              ("ay", "ai"), ("dj", "j"), ("q", "k"), ("dh", "d"), ("y", "i"))  # fmt: skip
_SUN_LETTERS = ("sh", "th", "d", "l", "n", "r", "s", "t", "z")
_VOWELS = "aeiu"
_LONGEST_ARTICLE = 3
_ENDINGS = frozenset(_VOWELS)


class Word(NamedTuple):
    """A word of the folded text with its offsets; a closing 's is left out."""

    start: int
    end: int
    text: str


class _Fold(dict[int, str]):
    """Code point -> one ASCII character, worked out on first use."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[0]
        # A combining mark on its own becomes an apostrophe: inside a word those vanish from the key.
        folded = "'" if unicodedata.combining(chr(code)) else base if base.isascii() else "?"
        self[code] = folded
        return folded


_FOLD = _Fold({**{code: chr(code) for code in range(128)}, **{code: chr(to) for code, to in _LONE.items()}})


def fold(text: str) -> str:
    """The text without accents and typographic signs, character for character, so that offsets hold."""
    return text if text.isascii() else text.translate(_FOLD)


def words(folded: str) -> list[Word]:
    """The words of a folded text in order."""
    found = []
    for match in _WORD.finditer(folded):
        text = match.group()
        if text[-2:] in ("'s", "'S"):
            text = text[:-2]
        found.append(Word(match.start(), match.start() + len(text), text))
    return found


@lru_cache(maxsize=1 << 14)
def word_key(word: str) -> str:
    """One word in the spelling that transliterations share: "Mahmoudiyah" and "Mahmudiya" are both "mahmudia"."""
    out = word.lower().replace("'", "")
    for variant, spelling in _SPELLINGS:
        out = out.replace(variant, spelling)
    out = _DOUBLED.sub(r"\1", out)
    return out[:-1] if out[-1:] == "h" and out[-2:-1] in _ENDINGS and out[2:-1] else out


def _is_article(word: str, following: str) -> bool:
    """Whether a word is the Arabic article, as itself or grown into the sun letter that follows ("ash-Shaddadi")."""
    return word in ("al", "el") or (
        len(word) in (2, 3) and word[0] in _VOWELS and word[1:] in _SUN_LETTERS and following.startswith(word[1:])
    )


def key_of(parts: Sequence[str]) -> str:
    """The key of a name given as words."""
    return keys_of(parts)[-1] if parts else ""


def keys_of(parts: Sequence[str]) -> list[str]:
    """The keys of the first word of a name, of its first two, and so on."""
    found, head, before = [], "", ""
    for word in map(word_key, parts):
        if before:
            head += "al " if len(before) <= _LONGEST_ARTICLE and _is_article(before, word) else before + " "
        found.append(head + word)
        before = word
    return found


@lru_cache(maxsize=1 << 13)
def name_key(name: str) -> str:
    """The key of a written name."""
    return key_of([word.text for word in words(fold(name))])
