"""Strings of which a regular expression needs one to match: a quick look for them spares most searches.

"Factors" in the sense of string matching: pieces of the words that an expression spells out. They are worked out from
the parsed expression, so that whoever writes expressions need not think of them.
"""

from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_MOST_STRINGS: Final = 24
"""Spellings of one run of characters that are told apart; beyond that the run is cut in two."""
_MOST_CHARACTERS: Final = 4
"""Characters of a class that are told apart."""
_SHORTEST: Final = 3
"""A shorter factor is in most sentences."""
_RARER: Final = 0.15
"""How much rarer a string is for every further character."""
_NO_WIDTH: Final = (ops.AT, ops.ASSERT, ops.ASSERT_NOT)
_REPEATS: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT)

Strings = frozenset[str]
Parts = Iterable[tuple[Any, Any]]
_EMPTY: Final[Strings] = frozenset({""})


def needed(expression: str) -> tuple[tuple[str, ...], bool]:
    """What every match of an expression needs: its heads and True, or its factors and False; ("",) if neither is good.

    Heads are the strings with which a match may begin, factors those of which it contains one, wherever.
    """
    parsed = parser.parse(expression)
    heads = _begun(parsed)
    if min(map(len, heads)) >= _SHORTEST:
        return tuple(sorted(w for w in heads if not any(w[:n] in heads for n in range(1, len(w))))), True
    factors = _needed(parsed)
    if not factors or min(map(len, factors)) < _SHORTEST:
        return ("",), False
    return tuple(sorted(word for word in factors if not _holds(word, factors))), False


def _holds(word: str, others: Strings) -> bool:
    """Whether one of other strings is a part of a word."""
    parts = (word[a:b] for a in range(len(word)) for b in range(a + _SHORTEST, len(word) + 1))
    return any(part in others for part in parts if part != word)


def _begun(sequence: Parts) -> Strings:
    """The strings with which a sequence of parts may begin."""
    run = _EMPTY
    for op, value in sequence:
        spelt = _spelt(op, value)
        if spelt is None or len(run) * len(spelt) > _MOST_STRINGS:
            ways = [] if op in _REPEATS and value[0] == 0 else _ways(op, value)
            return _product(run, _united(_begun(way) for way in ways) or _EMPTY)
        run = _product(run, spelt)
    return run


def _needed(sequence: Parts) -> Strings | None:
    """The rarest strings of which a sequence of parts needs one, None if it needs none that are known."""
    run, known = _EMPTY, list[Strings]()
    for op, value in sequence:
        spelt = _spelt(op, value)
        if spelt is not None and len(run) * len(spelt) <= _MOST_STRINGS:
            run = _product(run, spelt)
            continue
        known += [run, _inner(op, value) or _EMPTY]
        run = _EMPTY if spelt is None else spelt
    best = min((*known, run), key=_frequency)
    return best if "" not in best else None


def _frequency(strings: Strings) -> float:
    return sum((_RARER ** len(word) for word in strings), 0.0)


def _product(heads: Strings, tails: Strings) -> Strings:
    return frozenset(head + tail for head in heads for tail in tails)


def _spelt(op: Any, value: Any) -> Strings | None:
    """All strings that a part of an expression matches, if they are few."""
    if op in _NO_WIDTH:
        return _EMPTY
    if op is ops.LITERAL:
        return frozenset({chr(value)})
    if op is ops.IN:
        return _characters(value)
    if op in _REPEATS and value[:2] != (0, 1):
        return None
    optional, ways = _EMPTY if op in _REPEATS else frozenset(), _ways(op, value)
    spelt = _united(_all_spelt(way) for way in ways) if len(ways) <= _MOST_STRINGS else None
    return None if spelt is None else _few(spelt | optional)


def _all_spelt(sequence: Parts) -> Strings | None:
    run: Strings | None = _EMPTY
    for op, value in sequence:
        part = _spelt(op, value)
        run = _few(_product(run, part)) if run and part else None
        if run is None:
            return None
    return run


def _inner(op: Any, value: Any) -> Strings | None:
    """What a part needs of which not all strings are known."""
    if op in _REPEATS and value[0] == 0:
        return None
    return _united(_needed(way) for way in _ways(op, value))


def _ways(op: Any, value: Any) -> list[Parts]:
    """What a part may be, as sequences of parts; none for parts that nothing is known of."""
    if op is ops.SUBPATTERN and not value[1]:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    return [value[2]] if op in _REPEATS else []


def _united(ways: Iterable[Strings | None]) -> Strings | None:
    """All strings of all ways, if they are known of each."""
    together: Strings = frozenset()
    for way in ways:
        if way is None:
            return None
        together |= way
    return together or None


def _few(strings: Strings) -> Strings | None:
    return strings if len(strings) <= _MOST_STRINGS else None


def _characters(members: list[tuple[Any, Any]]) -> Strings | None:
    if len(members) > _MOST_CHARACTERS or any(op is not ops.LITERAL for op, _ in members):
        return None
    return frozenset(chr(code) for _, code in members)
