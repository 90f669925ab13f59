"""Annotated wires: each with what a careful editor read in it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.articles import ArticleIngested
from services.extraction.domain.odds import Models
from services.extraction.domain.read import Reading, read


@dataclass(frozen=True, slots=True)
class Gold:
    """A wire, the file it stands in, and the incidents that it reports (as `ANNOTATION.md` writes them)."""

    path: Path
    article: ArticleIngested
    incidents: tuple[dict[str, Any], ...]
    usable: bool

    @property
    def wire_id(self) -> str:
        """The name of its file as well."""
        return self.article.article_id


def gold_wires(folders: Iterable[str | Path]) -> Iterator[Gold]:
    """The annotated wires of folders; other files are passed over."""
    for folder in folders:
        for path in sorted(Path(folder).glob("*.json")):
            wire = json.loads(path.read_text(encoding="utf-8"))
            if "incidents" in wire:
                told = {name: wire[name] for name in ("source", "published_at", "headline", "dateline", "body")}
                article = ArticleIngested(article_id=wire["id"], revision=1, **told)
                yield Gold(path, article, tuple(wire["incidents"]), wire["status"] == "usable")


def read_by(gold: Gold, known: Models | None = None) -> Reading:
    """The reading of a wire by some models, or by those of the package; a canceled wire says nothing."""
    return read(gold.article, known) if gold.usable else Reading()
