"""How a name is written where somebody says one letter of it: "jon without an h", "brian with a y", "barr with two r's". Pure."""

from __future__ import annotations

import re
from typing import Dict, Tuple

# the letter that is named -> what a recogniser wrote for the same sound
_SOUNDS: Dict[str, Tuple[str, ...]] = {
    "y": ("ie", "i"), "i": ("y",), "c": ("k",), "k": ("c",), "s": ("z",), "z": ("s",), "v": ("ph", "f"), "f": ("ph",), "j": ("g",),
    "ph": ("v", "f"), "p h": ("v", "f"),
}  # fmt: skip
_ALONE: Dict[Tuple[str, str], str] = {("jeff", "g"): "geoff", ("jon", "h"): "john", ("tom", "h"): "thom"}
_SILENT = ("e", "h")  # at the end of a name: "anne", "sarah"
_NAMED = re.compile(
    r"\b(?P<word>[a-z][a-z'-]+),? (?:(?P<without>without|no|not)(?: an?| any)?"
    r"|(?:spelled )?with(?: (?P<many>two|double|one|a single|just one))?(?: an?)?)"
    r" (?P<letter>p h|ph|[a-z])(?:'?s)?(?: (?:at|on) the end| in (?:it|there))?(?![\w'])(?! (?:[a-z]\b|as in))"
)


def spelled_as_said(folded: str) -> str:
    """The same text with each such name as it is written, and spaces where the letter was named; of the same length."""
    return _NAMED.sub(_written, folded)


def _written(found: re.Match[str]) -> str:
    word, letter, many = found["word"], found["letter"], found["many"] or ""
    if found["without"]:
        name = _without(word, letter)
    elif many in ("two", "double"):
        name = word if letter * 2 in word else _last(word, letter, letter * 2)
    elif many:
        name = word.replace(letter * 2, letter)
    else:
        name = _with(word, letter.replace(" ", ""))
    return name.ljust(len(found[0])) if len(name) <= len(found[0]) else found[0]


def _without(word: str, letter: str) -> str:
    return _last(word, letter, "") if letter in word else word


def _with(word: str, letter: str) -> str:
    if letter in word:
        return word
    if (word, letter) in _ALONE:
        return _ALONE[word, letter]
    for sound in _SOUNDS.get(letter, ()):
        if sound in word:
            return word.replace(sound, letter, 1) if letter in "ck" else _last(word, sound, letter)
    return word + letter if letter in _SILENT else word


def _last(word: str, old: str, new: str) -> str:
    """With the last `old` replaced."""
    head, found, tail = word.rpartition(old)
    return head + new + tail if found else word
