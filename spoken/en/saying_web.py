"""Web and mail addresses as they are said: "www.denvergov.org/police" is "denvergov dot org slash police". Pure."""

from __future__ import annotations

import re

_MAIL = re.compile(r"\b[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\b")
_WEB = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?P<host>(?:[A-Za-z0-9-]+\.)+(?:com|org|net|gov|edu|us|info|io))\b(?P<path>(?:/[\w-]+)*)/?"
)
_SIGNS = {".": "dot", "@": "at", "/": "slash", "-": "dash", "_": "underscore", "+": "plus"}


def addresses(text: str) -> str:
    """The text with its addresses in words; everything else as it was."""
    text = _MAIL.sub(lambda found: _said(found[0]), text)
    return _WEB.sub(lambda found: _said(found["host"] + found["path"]), text)


def _said(address: str) -> str:
    for sign, word in _SIGNS.items():
        address = address.replace(sign, f" {word} ")
    return " ".join(address.split())
