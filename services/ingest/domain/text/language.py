"""The language of a text: as declared, unless a long text is clearly something else."""

import re
from collections.abc import Callable
from functools import cache

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 200
"""Letters: a shorter text is its declaration's word against a guess."""
_READ = 1000
"""Characters that are looked at: more change nothing and cost time."""
_SURE = 0.5
_CONTRADICTS = 0.7
"""Share of the likelihood: 0.99 for long English, French or German, but 0.75 for Russian, which has more neighbours."""
_KIN = tuple(
    frozenset(kin.split())
    for kin in (
        "no nb nn da",
        "sr hr bs sh",
        "id ms",
        "zh yue wuu",
        "fa prs tg",
        "hi ur",
        "en pcm sco",
        "pt gl",
        "cs sk",
    )
)
"""Whoever declares one of these knows better than a guess."""
_NEARLY_ALL = 0.9
_NO_LANGUAGE = ("und", "mul", "zxx", "mis")
UNKNOWN = "und"


def language_of(text: str, declared: str | None) -> str:
    """The primary BCP 47 tag of the text's language (`en`, `pt`).

    What is declared stands unless the text has at least 200 letters and is clearly something else. Without a
    declaration: a sure guess; else `en` for what is written in plain Latin letters (who reads English looks at the
    words once more), `und` for anything else.
    """
    tag = _TAG.fullmatch((declared or "").strip())
    known = tag[1].lower() if tag and tag[1].lower() not in _NO_LANGUAGE else None
    letters = _LETTER.findall(text, 0, _READ)
    if known and len(letters) < _ENOUGH:
        return known
    guess, sureness = _classify()(text[:_READ]) if letters else (UNKNOWN, 0.0)
    if known:
        return guess if sureness >= _CONTRADICTS and not _are_kin(guess, known) else known
    return guess if sureness >= _SURE else _by_script(letters)


def _are_kin(one: str, other: str) -> bool:
    return any({one, other} <= kin for kin in _KIN)


def _by_script(letters: list[str]) -> str:
    plain = sum(map(str.isascii, letters))
    return "en" if letters and plain >= _NEARLY_ALL * len(letters) else UNKNOWN


@cache
def _classify() -> Callable[[str], tuple[str, float]]:
    """The model: loaded once, at the first text (some tenths of a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - numpy and the model wait for use

    classify: Callable[[str], tuple[str, float]] = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True
    ).classify
    return classify
