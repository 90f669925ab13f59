"""Text that may be hostile, made harmless to show: whatever steers a terminal or the direction of writing is seen."""

import re
import unicodedata

_KEPT = "\n\t"
_PICTURES = 0x2400
_LAST_C0, _DELETE = 0x1F, 0x7F
_PILE = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More than four accents on one letter: no writing needs them, and they cover the lines above and below."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with control, format (bidi, zero-width), private and unassigned characters replaced by visible signs.

    Line feeds and tabs stay, a carriage return before a line feed goes: that is how some wires end their lines.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _PILE.sub(lambda pile: f"{pile[1]}⟨{len(pile[0]) - 4} more accents⟩", text)
    return "".join(c if c.isprintable() or c in _KEPT else _sign(c) for c in text.replace("\r\n", "\n"))


def in_a_line(text: str, longest: int = 160) -> str:
    """The text made visible, its lines joined, cut with an ellipsis where it is longer than `longest` characters."""
    joined = " ".join(text[: 4 * longest].split())
    return visible(joined if len(joined) <= longest else joined[: longest - 1] + "…")


def _sign(char: str) -> str:
    code = ord(char)
    if code <= _LAST_C0:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "␡"
    return f"⟨U+{code:04X}⟩" if unicodedata.category(char) in _UNSEEN else char
