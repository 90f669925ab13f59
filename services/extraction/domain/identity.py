"""Ids that the content decides, and the version of the rules that read it."""

import hashlib
from typing import Final

EXTRACTOR: Final = "0.1.0"
"""Grows when the same text may be read otherwise than before."""


def digest(*parts: str) -> str:
    """32 hex digits that stand for these words."""
    # Half of a character may come alone out of a text that was cut in the wrong place: it is no reason to read nothing.
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
