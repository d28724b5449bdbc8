"""E-mail addresses as typed (jo@example.org) and as said ("jo dot smith at example dot org")."""

import re
from collections.abc import Iterator

from privacy.findings import Finding

_TYPED = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDING = r"(?:com|net|org|edu|gov|mil|us|io|co|info|biz|me)"
_JOIN = r"(?:\s+(?:dot|underscore|dash|hyphen|plus|period)\s+|\s*[._]\s*)"
_LOCAL = rf"[a-z0-9]+(?:{_JOIN}[a-z0-9]+){{0,5}}"
_SAID = re.compile(
    rf"\b{_LOCAL}(?:\s+\d+){{0,5}}\s+at\s+[a-z0-9-]+(?:(?:\s+dot\s+|\.)[a-z0-9-]+){{0,5}}(?:\s+dot\s+|\.){_ENDING}\b",
    re.IGNORECASE,
)
_CUED = re.compile(
    rf"\be-?\s?mail(?:\s+address)?\s+(?:is|it's|would\s+be|me\s+at|at|to)\s+(?P<email>(?:\S+\s+){{0,8}}?(?:\S+\s+at\s+)?\S+(?:\s+dot\s+|\.){_ENDING}\b(?!\s+(?:at|dot)\s))",
    re.IGNORECASE,
)

_BIG_HOSTS = r"(?:g\s?mail|yahoo|hotmail|outlook|i\s?cloud|aol|msn|live|comcast|proton(?:\s?mail)?)"
_NOT_LOCAL = r"(?:is|it's|its|it|at|to|my|and|e-?mail|mail|address|me|on|the|or|a|i|send|write|reach|use|by|with|that's|him|her|them|was)"
_AT_A_BIG_HOST = re.compile(  # "john doe nineteen at hotmail dot com": every word before belongs to it
    rf"\b(?:(?!{_NOT_LOCAL}\b)[a-z0-9]+\s+){{1,8}}at\s+{_BIG_HOSTS}(?:\s+dot\s+|\.){_ENDING}\b", re.IGNORECASE
)


def find_emails(text: str) -> Iterator[Finding]:
    """Every address, with all that belongs to its first part when the caller says that it is an e-mail address."""
    for match in _TYPED.finditer(text):
        yield Finding(match.start(), match.end(), "email")
    for match in _SAID.finditer(text):
        yield Finding(match.start(), match.end(), "email")
    for match in _AT_A_BIG_HOST.finditer(text):
        yield Finding(match.start(), match.end(), "email")
    for match in _CUED.finditer(text):
        yield Finding(match.start("email"), match.end("email"), "email")
