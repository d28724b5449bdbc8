"""What a form holds: one value by its name, as plain text."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Any

from sanic import Request

_TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,80}")  # what may stand in a header


def given(request: Request, name: str, most: int = 16_000) -> str:
    """The first value of that name, without NULs and other things that nobody types; "" when there is none.

    Line breaks stay. A text longer than `most` is not cut here: whoever takes it says so.
    """
    form = request.form
    value = form.get(name) if form else None
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most * 2:
        text = text[: most * 2]
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def once(request: Request, name: str = "form") -> str:
    """What makes a form that is sent twice one act: the token that the page put into it. A fresh one where something else came, which
    no header could carry."""
    token = given(request, name, 80)
    return token if _TOKEN.fullmatch(token) else secrets.token_hex(8)


def whole_number(written: Any, otherwise: int, least: int, most: int) -> int:
    """Of an address: kept between the two; `otherwise` for what is no whole number."""
    text = str(written or "")
    return min(most, max(least, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
