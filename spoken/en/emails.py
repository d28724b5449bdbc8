"""E-mail addresses out of what people say or type: "nora dot castillo at example dot org". Pure."""

from __future__ import annotations

import re
from typing import Optional

from spoken.word_sets import word_set

_WRITTEN = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SIGNS = (("dot", "."), ("point", "."), ("underscore", "_"), ("dash", "-"), ("hyphen", "-"), ("plus", "+"))
# what leads to an address, up to its last such words
_LEAD = re.compile(
    r"^.*\b(?:e-?mail(?: address)?(?: me)?(?: it)?(?: is| at| to)?|address is|(?:send|write)(?: it| me| that)*(?: to| at)?|it's|it is|"
    r"its|that's|thats|"
    r"by e-?mail(?: at| to)?|and|or|my|use|at(?= .*(?:@| at )))[ ,:]+(?=\S)",
    re.I,
)
_LEADING = word_set(
    "it its it's is just not me you at to my the email address huh um uh well no yes yeah can cant can't call use that thats so ok okay"
    " write reach contact actually"
)
_SAID = re.compile(r"\s+(?:at|@)\s+(?=\S+(?:\s+(?:dot|point|dash|hyphen)\s+\S+|\.\S+))", re.I)


def email_in(text: str) -> Optional[str]:
    """The address as it is written; None when there is none. What is no whole one may come out: its check says what is missing."""
    written = _WRITTEN.search(text)
    if written:
        return written[0].lower().rstrip(".")
    at = list(_SAID.finditer(f" {text} "))
    if not at:
        return _glued(text) if "@" in text else None
    padded = f" {text} "
    local = _own(_LEAD.sub("", padded[: at[-1].start()].strip()))
    return _glued(f"{local}@{_domain(padded[at[-1].end() :])}") if local else None


def _own(said: str) -> str:
    """Of "well you can't call me, it's just t bergstrom": "t bergstrom"."""
    words = said.split()
    signs = {word for word, _ in _SIGNS}
    leads = [
        at
        for at, word in enumerate(words)
        if word.lower().strip(",.!?") in _LEADING and not {*words[at + 1 : at + 2], *words[max(at - 1, 0) : at]} & signs
    ]
    return " ".join(words[leads[-1] + 1 :] if leads and leads[-1] + 1 < len(words) else words)


def _domain(said: str) -> str:
    """Of "gmail dot com please": what belongs to the domain."""
    words, taken = said.split(), 1
    while taken + 1 < len(words) and words[taken].lower() in ("dot", "point", "dash", "hyphen"):
        taken += 2
    return " ".join(words[:taken])


def _glued(said: str) -> str:
    for word, sign in _SIGNS:
        said = re.sub(rf"\s+{word}(?=\s|$)\s*", sign, said, flags=re.I)
    return re.sub(r"\s", "", said).lower().strip(".,!?")
