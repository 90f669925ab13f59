"""Markup to plain text: paragraphs and lines, without tags, entities, control characters and invisible tricks.

Tags are told apart by patterns that never look past the next `<`: any text is read in linear time, however deep it is
nested, and nothing is raised.
"""

import html
import re
import unicodedata

_ROUNDS = 6
"""So often escaped text is unescaped; who nests deeper loses the `<`."""
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th", "option", "img"))
_HIDDEN = "script|style|noscript|iframe|template|svg|math|form|button|select|textarea|object|audio|video"
_OPENED = re.compile(rf"<(?:(?P<comment>!--)|(?P<name>{_HIDDEN})(?=[\s/>]))", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _HIDDEN.split("|")}
_COMMENT_END = re.compile("-->")
_TAG = re.compile(
    r"<(?![a-zA-Z]\s+\w[^<>=]*>|(?:https?|mailto):)"  # "a <b and c> d", <https://harbourline.example>
    r"(?:/?(?P<name>[a-zA-Z][\w:.-]*)(?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?>"
    r"|/?[a-zA-Z][\w:.-]*[\s/][^<>]*>"  # quotes that do not match
    r"|[a-zA-Z][\w:.-]*\s+[\w:-]+\s*=[^<>]*\Z"  # cut off in the middle
    r"|!\[CDATA\[|[!?][^<>]*>)"
)
_HAS_PARAGRAPHS = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85]")
_JUNK = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners are letters' business in Persian or Hindi; beside Latin letters, blanks and themselves they only hide words.
_LOOSE_JOINER = re.compile(
    "(?<![^\x00-\x7f\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\\s\u200c\u200d])"
)
_SPACE = re.compile(r"[^\S\n]+")
_LINE, _PARAGRAPH = "\u2028", "\u2029"
"""Breaks that markup tells, kept apart from the line ends of its source."""

MAX_MARKUP = 4_000_000


def plain(markup: str) -> str:
    """The text of an HTML fragment (or of text without any markup): paragraphs with a blank line between them.

    Escaped markup is markup too; `5 < 6` and `AT&T` are not. What is plain stays as it is. No more than `MAX_MARKUP`
    characters are looked at: hostile markup takes up to two seconds for a million.
    """
    return _laid_out(_unmarked(markup[:MAX_MARKUP]))


def paragraphs(text: str) -> str:
    """Text with single spaces and one blank line between paragraphs, without invisible characters."""
    return _laid_out(_clean(text))


def line(markup: str) -> str:
    """The text of a fragment as one line: a headline, a name."""
    return " ".join(plain(markup).split())


def _unmarked(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, _clean(text)
        if "<" in text:
            text = _untagged(_shown(text))
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if text == before:
            return text
    return text.replace("<", " ")


def _clean(text: str) -> str:
    seen = _LOOSE_JOINER.sub("", _JUNK.sub("", _BREAK.sub("\n", text.replace("\t", " "))))
    return unicodedata.normalize("NFC", seen)


def _shown(text: str) -> str:
    """Without comments, scripts, forms; one that is never closed hides all that follows, as in a browser."""
    pieces, at = [], 0
    while opened := _OPENED.search(text, at):
        pieces.append(text[at : opened.start()])
        end = _COMMENT_END if opened["comment"] else _ENDS[opened["name"].lower()]
        closed = end.search(text, opened.end())
        at = closed.end() if closed else len(text)
    return " ".join([*pieces, text[at:]]) if pieces else text


def _untagged(text: str) -> str:
    """Line ends of the source are blanks where tags tell the paragraphs."""
    if not _TAG.search(text):
        return text
    if _HAS_PARAGRAPHS.search(text):
        text = text.replace("\n", " ")
    return _TAG.sub(_in_place_of, text).replace("]]>", "")


def _in_place_of(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    if name == "br":
        return _LINE
    if name in _BLOCKS:
        return _PARAGRAPH
    return " " if name in _CELLS else ""


def _laid_out(text: str) -> str:
    broken = text.replace(_LINE, "\n").replace(_PARAGRAPH, "\n\n")
    trimmed = _SPACE.sub(" ", broken).replace(" \n", "\n").replace("\n ", "\n")
    return re.sub(r"\n{3,}", "\n\n", trimmed).strip()
