"""What an assistant or a person of the agency writes, as it stands on the page: text, with addresses and numbers to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from markupsafe import Markup, escape

from web.shared.pages import tel

# an address with its scheme, or a host that looks like one
_ADDRESS = re.compile(
    r"(?P<web>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])"
    r"|(?P<host>\b(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:gov|org|com|net|edu|us|uk)\b(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?)",
    re.IGNORECASE,
)


def followed(text: str, country: str) -> Markup:
    """Escaped; a link is made only of what it shows. `country`: the agency's, whose numbers need no prefix."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_with_numbers(text[at : found.start()], country), _link(found)]
        at = found.end()
    return Markup("").join([*parts, _with_numbers(text[at:], country)])


def _with_numbers(text: str, country: str) -> Markup:
    parts, at = [], 0
    for start, shown in _numbers(text, country):
        parts += [escape(text[at:start]), Markup('<a href="{}">{}</a>').format(tel(shown), shown)]
        at = start + len(shown)
    return Markup("").join([*parts, escape(text[at:])])


def _numbers(text: str, country: str) -> Iterator[tuple[int, str]]:
    """Telephone numbers that are grouped as people write them; digits in one piece may be a case or a code."""
    for found in phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.STRICT_GROUPING):
        if not found.raw_string.isdigit():
            yield found.start, found.raw_string


def _link(found: re.Match[str]) -> Markup:
    shown = found[0]
    to = shown if found["web"] else f"https://{shown}"
    return Markup('<a href="{}" rel="noreferrer" target="_blank">{}</a>').format(to, shown)
