"""Words as they are searched for: the same to the index and to a stream's filter."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MOST_WORDS = 4000
"""Of one incident or article; a text of more different words is found by the first of them."""
LONGEST_WORD = 64
_WORD = re.compile(r"[^\W_]+")


def folded_words(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The different words of the texts, without case and accents, in alphabetical order."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _split(text) if text else ():
            if len(found) >= MOST_WORDS:
                break
            found.setdefault(word[:LONGEST_WORD])
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def asked_words(text: str) -> tuple[str, ...]:
    """The words of a question; each is to begin a word of what is found."""
    return tuple(word[:LONGEST_WORD] for word in dict.fromkeys(_split(text)))


def has_words(asked: str, words: Iterable[str]) -> bool:
    """Whether each word asked for begins one of the words."""
    known = tuple(words)
    return all(any(word.startswith(one) for word in known) for one in asked_words(asked))


def match_expression(asked: str) -> str:
    """The question in the words of SQLite's full-text search."""
    return " AND ".join(f'"{word}"*' for word in asked_words(asked))


def _split(text: str) -> list[str]:
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _WORD.findall(folded)
