"""What an assistant or a person of the agency writes, as it stands on the page: text, with addresses and numbers to follow."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from web.shared.pages import tel

# an address with its scheme, a host that looks like one, or a telephone number of at least ten digits
_FOLLOWED = re.compile(
    r"(?P<web>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])"
    r"|(?P<host>\b(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:gov|org|com|net|edu|us)\b(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?)"
    r"|(?P<phone>(?:\+1[ .-]?)?(?:\([2-9]\d{2}\) ?|\b[2-9]\d{2}[ .-])\d{3}[ .-]?\d{4}\b)",
    re.IGNORECASE,
)


def followed(text: str) -> Markup:
    """Escaped; a link is made only of what it shows."""
    parts, at = [], 0
    for found in _FOLLOWED.finditer(text):
        parts += [escape(text[at : found.start()]), _link(found)]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def _link(found: re.Match[str]) -> Markup:
    shown = found[0]
    if found["phone"]:
        return Markup('<a href="{}">{}</a>').format(tel(shown), shown)
    to = shown if found["web"] else f"https://{shown}"
    return Markup('<a href="{}" rel="noreferrer" target="_blank">{}</a>').format(to, shown)
