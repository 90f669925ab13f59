"""Which article a wire belongs to, and what its coming changes.

All wires of one source are seen by one partition in order, so that "the wire that this one replaces" can be looked
up: a family is the chain of wires that replace one another, and it is one article. A family goes by one wire's id; all
other names of it (ids of its wires, its slug) lead there.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleWithdrawn
from services.ingest.domain.wires import Wire

_TOLD = {"headline", "body", "dateline", "language"}
"""What matters: a wire that changes nothing of it is no revision."""
_SLUG = "slug:"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is remembered under a name of a wire: its article, and under the article's own name its newest state."""

    article_id: str
    revision: int = 0
    rank: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The events a wire causes, and the editions to remember by name."""

    events: tuple[ArticleEvent, ...] = ()
    remember: tuple[tuple[str, Edition], ...] = ()


def key_of(source: str, name: str) -> str:
    """A name among the editions: names are the source's own."""
    return f"{source}\n{name}"


def known_to(wire: Wire, get: Callable[[str], Edition | None]) -> dict[str, Edition]:
    """The editions that can matter to this wire: those of its own names and the one it names, and their families'."""
    found: dict[str, Edition] = {}
    wanted = [key_of(wire.source, name) for name in _names(wire)]
    for key in wanted:
        edition = None if key in found else get(key)
        if edition:
            found[key] = edition
            wanted.append(key_of(wire.source, edition.article_id))
    return found


def decided(wire: Wire, editions: Mapping[str, Edition]) -> Decision:
    """What the wire changes: nothing if it was seen, says nothing new, or is older than what stands."""
    joined = _joined(wire, editions)
    editions = {**editions, **dict(joined.remember)}
    article_id = _family(wire, editions)
    known = editions.get(key_of(wire.source, article_id), Edition(article_id))
    newest = _newest(wire, known)
    events = (*joined.events, _event(wire, newest)) if newest.revision > known.revision else joined.events
    home = () if newest == known else ((key_of(wire.source, article_id), newest),)
    return Decision(events, (*joined.remember, *home, *_aliases(wire, newest, editions)))


def _newest(wire: Wire, known: Edition) -> Edition:
    """What stands after the wire: the same if it is older, the same revision if it says the same."""
    ranked = rank(wire)
    if ranked <= known.rank:
        return known
    told = _told(wire)
    return replace(known, rank=ranked, told=told, revision=known.revision + int(told != known.told))


def rank(wire: Wire) -> str:
    """Orders the wires of a family whatever order they came in; equal for deliveries that say the same.

    The version that was made later wins. Of two made at the same moment, or that tell no moment of their own: the
    higher version; a kill; the one that was seen later; the one with the larger hash.
    """
    made = (wire.updated_at or wire.published_at).timestamp()
    seen = wire.seen_at.timestamp() if wire.seen_at else 0.0
    killed = int(wire.status != "usable")
    return f"{made:020.6f} {wire.version or 0:016d} {killed} {seen:020.6f} {_told(wire)}"


def _told(wire: Wire) -> str:
    if wire.status != "usable":
        return "withdrawn"
    return hashlib.sha256(wire.model_dump_json(include=_TOLD).encode()).hexdigest()[:32]


def slug_name(slug: str) -> str:
    """The name under which a kill notice finds the newest story with this slug."""
    return _SLUG + " ".join(slug.lower().split())


def _names(wire: Wire) -> Iterator[str]:
    """The wire that it names first: that one's family is the elder."""
    yield from (name for name in (wire.revises, wire.id) if name)
    if wire.slug:
        yield slug_name(wire.slug)


def _home(source: str, name: str, editions: Mapping[str, Edition]) -> str | None:
    """The article that a name leads to, over families that were joined."""
    found, passed = editions.get(key_of(source, name)), {name}
    while found and found.article_id not in passed:
        name = found.article_id
        passed.add(name)
        found = editions.get(key_of(source, name))
    return name if found or len(passed) > 1 else None


def _revised(wire: Wire, editions: Mapping[str, Edition]) -> str | None:
    """The name of the wire that this one replaces; a story that goes by its own id needs no slug to be found."""
    by_slug = wire.revises and wire.revises.startswith(_SLUG)
    return None if by_slug and key_of(wire.source, wire.id) in editions else wire.revises


def _family(wire: Wire, editions: Mapping[str, Edition]) -> str:
    """The article of the wire that this one names, else of the wire itself, else a new one."""
    revised = _revised(wire, editions)
    for name in (revised, wire.id):
        home = _home(wire.source, name, editions) if name else None
        if home:
            return home
    return wire.id if not revised or revised.startswith(_SLUG) else revised


def _joined(wire: Wire, editions: Mapping[str, Edition]) -> Decision:
    """Two families that this wire shows to be one: the one with the newer words stands, the other is taken back."""
    elder, own = (_home(wire.source, name, editions) if name else None for name in (_revised(wire, editions), wire.id))
    if not elder or not own or elder == own:
        return Decision()
    homes = [key_of(wire.source, elder), key_of(wire.source, own)]
    lost, stands = sorted(homes, key=lambda home: editions[home].rank)
    gone = editions[lost]
    taken_back = ArticleWithdrawn(
        article_id=gone.article_id,
        revision=gone.revision + 1,
        source=wire.source,
        published_at=wire.published_at,
        reason=f"the same story as {editions[stands].article_id}",
    )
    # The row keeps its revision: ids of events never come again, not even when it should be a home again.
    led = replace(gone, article_id=editions[stands].article_id, revision=taken_back.revision)
    return Decision((taken_back,), ((lost, led),))


def _aliases(wire: Wire, newest: Edition, editions: Mapping[str, Edition]) -> tuple[tuple[str, Edition], ...]:
    """Names that will lead to the article: the wire's own, the one it names (it may come late), and its slug."""
    slug = slug_name(wire.slug) if wire.slug else None
    names = [name for name in (wire.revises, wire.id, slug) if name and name != newest.article_id]
    unknown = [name for name in names if key_of(wire.source, name) not in editions]
    moved = [slug] if slug and slug not in unknown and _moved(wire.source, slug, newest, editions) else []
    return tuple((key_of(wire.source, name), Edition(newest.article_id)) for name in dict.fromkeys(unknown + moved))


def _moved(source: str, slug: str, newest: Edition, editions: Mapping[str, Edition]) -> bool:
    """Whether a slug goes over to a newer story: desks use them again, day after day."""
    owner = _home(source, slug, editions)
    before = editions.get(key_of(source, owner)) if owner else None
    return owner != newest.article_id and (before is None or newest.rank > before.rank)


def _event(wire: Wire, edition: Edition) -> ArticleEvent:
    about = {
        "article_id": edition.article_id,
        "revision": edition.revision,
        "source": wire.source,
        "published_at": wire.published_at,
    }
    if wire.status != "usable":
        return ArticleWithdrawn(**about, reason=wire.note or wire.headline or None)
    text = wire.model_dump(
        include=_TOLD | {"byline", "url", "updated_at", "slug", "note", "keywords", "subjects", "trust"}
    )
    return (ArticleIngested if edition.revision == 1 else ArticleRevised)(**about, **text)
