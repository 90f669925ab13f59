"""What a whole wire is about, as signs for and against every deed that it tells of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from services.extraction.domain.lexicon import Hit

_OPENING: Final = 1500
"""Headline and first paragraphs, in characters: what a wire is about stands there."""
_TOPICS: Final = frozenset({"drill", "accident", "play", "weather", "space"})
"""Groups of `signals.toml` that are topics too; those of `topics.toml` are nothing else."""
_MANY: Final = 3


def of_wire(folded: str, headline_end: int, layers: Mapping[int, Sequence[Hit]]) -> tuple[str, ...]:
    """By the topics with which the wire opens, and by how much it speaks of armed groups and men."""
    return (
        *_of_topics(folded, headline_end, (*layers[3], *layers[4])),
        f"groups:{_few(folded, layers[1], 'actor')}",
        f"armed men:{_few(folded, layers[0], 'agent')}",
        f"attacks:{_few(folded, layers[0], 'event')}",
    )


def in_sentence(topics: Sequence[Hit]) -> list[str]:
    """By the topics of one sentence."""
    return sorted({f"in {entry.sense}" for hit in topics for entry in hit.entries})


def _of_topics(folded: str, headline_end: int, found: Sequence[Hit]) -> Iterator[str]:
    words: defaultdict[str, set[str]] = defaultdict(set)
    headed: set[str] = set()
    for hit in found:
        for entry in hit.entries:
            if hit.start < _OPENING and (entry.cls == "topic" or entry.sense in _TOPICS):
                words[entry.sense].add(folded[hit.start : hit.end])
                headed |= {entry.sense} if hit.start < headline_end else set()
    yield from (f"about {topic}:{min(len(said), _MANY)}" for topic, said in sorted(words.items()))
    yield from (f"headline {topic}" for topic in sorted(headed))


def _few(folded: str, found: Sequence[Hit], cls: str) -> int:
    """How many different words of a class, up to three."""
    return min(len({folded[hit.start : hit.end] for hit in found if hit.of(cls)}), _MANY)
