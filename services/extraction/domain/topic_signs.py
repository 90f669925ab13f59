"""What a whole wire is about, as signs for and against every deed that it tells of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from services.extraction.domain.lexicon import Hit

_OPENING: Final = 1500
"""Headline and first paragraphs, in characters: what a wire is about stands there."""
_TOPICS: Final = frozenset({"drill", "accident", "play", "weather", "space"})
"""Groups of `signals.toml` that are topics too; those of `topics.toml` are nothing else."""
_MANY: Final = 3
_MOST: Final = 8


def of_wire(folded: str, headline_end: int, layers: Mapping[int, Sequence[Hit]]) -> tuple[str, ...]:
    """By the topics with which the wire opens, and by how much it speaks of armed groups and men."""
    opening, headed = _topics(folded, headline_end, (*layers[3], *layers[4]))
    most = min(max(opening.values(), default=0), _MOST)
    groups, men = _few(folded, layers[1], "actor"), _few(folded, layers[0], "agent")
    return (
        *(f"about {topic}:{min(count, _MANY)}" for topic, count in sorted(opening.items())),
        *(f"headline {topic}" for topic in sorted(headed)),
        *(f"topic words>{n}" for n in range(most)),
        *(f"topic words>{n}, no groups" for n in range(0 if groups else most)),
        *(f"headline topics>{n}" for n in range(min(len(headed), 2))),
        f"groups:{groups}",
        f"armed men:{men}",
        f"attacks:{_few(folded, layers[0], 'event')}",
    )


def in_sentence(topics: Sequence[Hit]) -> list[str]:
    """By the topics of one sentence."""
    senses = {entry.sense for hit in topics for entry in hit.entries}
    counted = (f"topics in sentence>{n}" for n in range(min(len(topics), _MANY)))
    return [*(f"in {sense}" for sense in sorted(senses)), *counted]


def _topics(folded: str, headline_end: int, found: Sequence[Hit]) -> tuple[dict[str, int], set[str]]:
    """How many different words of each topic the wire opens with, and the topics of its headline."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    headed: set[str] = set()
    for hit in found:
        for entry in hit.entries:
            if hit.start < _OPENING and (entry.cls == "topic" or entry.sense in _TOPICS):
                words[entry.sense].add(folded[hit.start : hit.end])
                headed |= {entry.sense} if hit.start < headline_end else set()
    return {topic: len(said) for topic, said in words.items()}, headed


def _few(folded: str, found: Sequence[Hit], cls: str) -> int:
    """How many different words of a class, up to three."""
    return min(len({folded[hit.start : hit.end] for hit in found if hit.of(cls)}), _MANY)
