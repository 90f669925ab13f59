"""What ingest says of an article: `wire.articles.v1`."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.events import Event
from schemas.values import Text

ArticleId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Share = Annotated[float, Field(ge=0, le=1)]
Revision = Annotated[int, Field(ge=1, description="grows with every change of one article")]


class ArticleEvent(Event):
    """What all events about an article carry."""

    article_id: ArticleId
    revision: Revision
    source: Text
    published_at: AwareDatetime

    @property
    def event_id(self) -> str:
        """Unique and the same whenever the same revision is read."""
        return f"{self.article_id}:{self.revision}"

    @property
    def key(self) -> str:
        """All that is said of one article is in order."""
        return self.article_id

    @property
    def subject(self) -> str:
        """The article."""
        return self.article_id

    @property
    def time(self) -> AwareDatetime:
        """When the wire was published."""
        return self.published_at


class ArticleText(ArticleEvent):
    """An article's words: they never change for one revision."""

    language: Text = "en"
    headline: str
    dateline: str | None = None
    body: str
    byline: str | None = None
    url: Annotated[str, Field(description="where people read it")] | None = None
    updated_at: Annotated[AwareDatetime, Field(description="when this version was made, as its source says")] | None = (
        None
    )
    slug: Annotated[str, Field(description="the agency's working name of the story")] | None = None
    note: Annotated[str, Field(description="what the desk tells editors")] | None = None
    keywords: tuple[str, ...] = ()
    subjects: Annotated[tuple[str, ...], Field(description="IPTC media topics, as medtop:20000053")] = ()
    trust: Share | None = None
    """How far the operator trusts the source."""
    duplicate_of: ArticleId | None = None
    """The article whose text came first that this one repeats: together they are one source."""
    similarity: Share | None = None
    """Share of the shorter text's word sequences that the longer one has."""

    @property
    def text(self) -> str:
        """What evidence offsets refer to."""
        return f"{self.headline}\n{self.body}"


class ArticleIngested(ArticleText):
    """An article came in for the first time."""

    type: Literal["article.ingested.v1"] = "article.ingested.v1"


class ArticleRevised(ArticleText):
    """An article replaces what its earlier revision said."""

    type: Literal["article.revised.v1"] = "article.revised.v1"


class ArticleWithdrawn(ArticleEvent):
    """The source took an article back: nothing that it said stands any longer."""

    type: Literal["article.withdrawn.v1"] = "article.withdrawn.v1"
    reason: str | None = None
