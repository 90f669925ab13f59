"""News agencies' XML: NewsML-G2 messages, NewsML 1.2, NITF."""

from datetime import datetime
from html import escape

from tests.day.feeds_xml import Shown, paragraphs
from tests.day.stories import Feed, Story, Version

_G2 = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"


def newsml_g2(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """A news message with an item for each story."""
    items = "".join(_news_item(story, version) for story, version in shown)
    items += (
        "<newsItem version='1'><contentMeta><headline>An item without a guid</headline></contentMeta></newsItem>" * bad
    )
    return (
        f"<?xml version='1.0'?><newsMessage xmlns='{_G2}'><header><sent>{_basic(feed.day)}</sent></header>"
        f"<itemSet>{items}</itemSet></newsMessage>"
    ).encode()


def newsml12(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """An envelope with an item for each story, the text in NITF."""
    items = "".join(_news_item1(feed, story, version) for story, version in shown)
    items += (
        "<NewsItem><NewsComponent><NewsLines><HeadLine>No name</HeadLine></NewsLines></NewsComponent></NewsItem>" * bad
    )
    return (
        f"<?xml version='1.0'?><NewsML Version='1.2'><NewsEnvelope><DateAndTime>{_basic(feed.day)}</DateAndTime>"
        f"</NewsEnvelope>{items}</NewsML>"
    ).encode()


def nitf(feed: Feed, shown: Shown, _bad: bool) -> bytes:
    """The newest story."""
    story, version = shown[0]
    status = "canceled" if version.canceled else "usable"
    release = f"<date.release norm='{_basic(version.embargo)}'/>" if version.embargo else ""
    status = "embargoed" if version.embargo and not version.canceled else status
    note = f"<ed-msg info='{version.note}'/>" if version.note else ""
    return (
        f"<?xml version='1.0'?><nitf version='-//IPTC//DTD NITF 3.6//EN'><head><docdata management-status='{status}'>"
        f"<doc-id id-string='{story.guid}'/><du-key version='{_number(story, version)}' key='{story.name}'/>"
        f"<date.issue norm='{_basic(story.published)}'/>{release}{note}</docdata>"
        f"<revision-history norm='{_basic(version.updated)}'/></head><body><body.head><hedline>"
        f"<hl1>{_line(version)}</hl1></hedline><byline>By {story.byline}</byline></body.head>"
        f"<body.content>{_text(version)}</body.content></body></nitf>"
    ).encode()


def _news_item(story: Story, version: Version) -> str:
    status = "canceled" if version.canceled else "usable"
    embargo = f"<embargoed>{version.embargo.isoformat()}</embargoed>" if version.embargo else ""
    note = f"<edNote>{version.note}</edNote>" if version.note else ""
    return (
        f"<newsItem guid='{story.guid}' version='{_number(story, version)}' xml:lang='en'><itemMeta>"
        f"<itemClass qcode='ninat:text'/><versionCreated>{version.updated.isoformat()}</versionCreated>"
        f"<firstCreated>{story.published.isoformat()}</firstCreated>{embargo}<pubStatus qcode='stat:{status}'/>{note}"
        f"</itemMeta><contentMeta><by>{story.byline}</by><slugline>{story.name}</slugline>"
        f"<headline>{_line(version)}</headline><keyword>t{version.touched}</keyword></contentMeta>"
        f"<contentSet><inlineXML contenttype='application/xhtml+xml'><html xmlns='{_XHTML}'><head><title/></head>"
        f"<body>{_text(version)}</body></html></inlineXML></contentSet></newsItem>"
    )


def _news_item1(feed: Feed, story: Story, version: Version) -> str:
    status = "Canceled" if version.canceled else "Embargoed" if version.embargo else "Usable"
    change = "<FutureStatus FormalName='Usable'/>"
    later = f"<StatusWillChange>{change}<DateAndTime>{_basic(version.embargo)}</DateAndTime></StatusWillChange>"
    return (
        f"<NewsItem><Identification><NewsIdentifier><ProviderId>{feed.source}.example</ProviderId>"
        f"<DateId>{story.published:%Y%m%d}</DateId><NewsItemId>{story.name}</NewsItemId>"
        f"<RevisionId PreviousRevision='0' Update='N'>{_number(story, version)}</RevisionId>"
        f"<PublicIdentifier>{story.guid}</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
        f"<NewsItemType FormalName='News'/><FirstCreated>{_basic(story.published)}</FirstCreated>"
        f"<ThisRevisionCreated>{_basic(version.updated)}</ThisRevisionCreated><Status FormalName='{status}'/>"
        f"{later if version.embargo else ''}</NewsManagement><NewsComponent><NewsLines>"
        f"<HeadLine>{_line(version)}</HeadLine><ByLine>{story.byline}</ByLine>"
        f"<KeywordLine>t{version.touched}</KeywordLine></NewsLines><ContentItem>"
        f"<MediaType FormalName='Text'/><DataContent><nitf><body><body.content>{_text(version)}</body.content></body>"
        "</nitf></DataContent></ContentItem></NewsComponent></NewsItem>"
    )


def _number(story: Story, version: Version) -> int:
    return story.versions.index(version) + 1


def _line(version: Version) -> str:
    return escape(version.headline, quote=False)


def _text(version: Version) -> str:
    return "" if version.canceled else paragraphs(version)


def _basic(moment: datetime | None) -> str:
    """ISO 8601 without signs between: `20220105T211000+0300`."""
    return f"{moment:%Y%m%dT%H%M%S%z}" if moment else ""
