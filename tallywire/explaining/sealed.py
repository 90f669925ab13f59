"""How our self-contained pages begin: nothing may be loaded, run or sent, and no style but their own is allowed."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from tallywire.explaining.markup import element


@cache
def style_of(package: str) -> str:
    """The style sheet that a package has for its page."""
    return files(package).joinpath("page.css").read_text(encoding="utf-8")


def head(title: str, style: str, metas: str = "") -> str:
    """The page up to where its content begins; `metas`: further ones, as HTML."""
    policy = element("meta", http_equiv="Content-Security-Policy", content=_policy(style)).source
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f"{policy.removesuffix('</meta>')}\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer">{metas}\n'
        f"{element('title', title).source}\n<style>{style}</style></head>\n<body><main>\n"
    )


def _policy(style: str) -> str:
    """The one style sheet that is allowed is known by its hash."""
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
