"""Which PINs are refused when somebody chooses one: those that everybody tries first. Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from agencies.reports.shape import PinWords
from spoken.en.numbers import digits_only

# Most used four-digit PINs (DataGenetics, "PIN analysis", 2012) that no pattern below holds
_COMMON = frozenset({"1004", "2580", "0852", "1357", "2468", "1029", "5683", "1590", "0911", "1379", "4200"})


def chosen_pin(value: Any, text: str | None = None) -> str | None:
    """The four digits that were said, entered or typed; None when they are not four."""
    raw = str(value if value is not None else text or "")
    digits = re.sub(r"[^0-9]", "", raw) or digits_only(raw)
    return digits if len(digits) == 4 else None


def why_not(pin: str | None, access_code: str, words: PinWords) -> str | None:
    """The sentence that refuses it; None when it may be used."""
    if pin is None:
        return words.not_four
    return words.too_simple if _too_simple(pin) or pin in access_code else None


def _too_simple(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return (
        pin in _COMMON
        or steps in ({0}, {1}, {9})  # 1111, 3456, 6543
        or pin[:2] == pin[2:]  # 1212
        or (pin[0] == pin[1] and pin[2] == pin[3])  # 1122
        or pin == pin[::-1]  # 1221
        or pin[:2] in ("19", "20")  # years of birth
    )
