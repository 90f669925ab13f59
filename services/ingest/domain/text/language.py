"""The language of a text: as declared, unless a long text is clearly something else."""

import re
from collections.abc import Callable
from functools import cache

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
_ENOUGH = 200
"""Letters: a shorter text is its declaration's word against a guess."""
_READ = 2000
"""Characters that are looked at: more change nothing and cost time."""
_SURE = 0.9
_CONTRADICTS = 0.99
UNKNOWN = "und"


def language_of(text: str, declared: str | None) -> str:
    """The primary BCP 47 tag of the text's language (`en`, `pt`); `und` if nothing tells it.

    What is declared stands unless the text has at least 200 letters and is clearly something else; a shorter text
    without a declaration is guessed if the guess is sure.
    """
    tag = _TAG.fullmatch((declared or "").strip())
    known = tag[1].lower() if tag else UNKNOWN
    known = UNKNOWN if known in ("und", "mul", "zxx") else known
    letters = sum(map(str.isalpha, text[:_READ]))
    if not letters or (known != UNKNOWN and letters < _ENOUGH):
        return known
    guess, sureness = _classify()(text[:_READ])
    return guess if sureness >= (_SURE if known == UNKNOWN else _CONTRADICTS) else known


@cache
def _classify() -> Callable[[str], tuple[str, float]]:
    """The model: loaded once, at the first text (some tenths of a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - numpy and the model wait for use

    classify: Callable[[str], tuple[str, float]] = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True
    ).classify
    return classify
