"""A correction inside letters or digits that are said one by one: "B, D, no wait, T", "nine nine one, sorry, nine nine two". Pure."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Callable, Optional, Tuple

from spoken.en.corrections import taken_back
from spoken.en.numbers import DIGITS, SPELLING

_ONE = rf"(?:[a-z0-9]|{'|'.join((*DIGITS, *SPELLING))})"
_BARE_NO = re.compile(rf"^(?P<before>.*\b{_ONE})[ ,.;-]+(?:no|wait|sorry)[ ,.;-]+(?P<after>{_ONE}\b.*)$", re.I)


def parts(text: str) -> Optional[Tuple[str, str]]:
    """(what was spelled, what was said instead of its end); None when nothing was taken back."""
    bare = _BARE_NO.match(text)
    return taken_back(text) or ((bare["before"], bare["after"]) if bare else None)


def put_right(before: str, after: str) -> Optional[str]:
    """The characters as they were meant: "BD" and "T123" are BT123, "AR991" and "992" are AR992.

    What is said again takes the place of the last characters of its kind. None when a letter is said after digits or a
    digit after letters: nobody knows then what it stands for.
    """
    if not before or not after or before[-1].isalpha() != after[0].isalpha():
        return None
    kind: Callable[[str], bool] = str.isalpha if after[0].isalpha() else str.isdigit
    first = sum(1 for _ in takewhile(kind, after))
    last = sum(1 for _ in takewhile(kind, reversed(before)))
    return before[: len(before) - min(first, last)] + after
