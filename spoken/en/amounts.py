"""Amounts and characters out of what people say or type: "twelve hundred", "$1,200.50", "2k", "b as in boy seven". Pure."""

from __future__ import annotations

import re

from spoken.en.numbers import number_runs, spelled_at, words_of

_WRITTEN = re.compile(r"(?<![\w.])\$?\s?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?(?!\w)")
_SCALED = re.compile(r"(?<!\w)(\d{1,6}(?:\.\d{1,2})?)\s?(k|grand|thousand|hundred|million)(?!\w)", re.I)
_SCALES = {"k": 1_000, "grand": 1_000, "thousand": 1_000, "hundred": 100, "million": 1_000_000}
_NOTHING = re.compile(r"\b(?:nothing|none|zero|free|no money)\b", re.I)
_ABOUT = {"a couple hundred": "200", "a few hundred": "300", "a couple thousand": "2000", "a grand": "1000"}


def amount_in(text: str) -> float | int | None:
    """The first amount in the text; None when there is none."""
    folded = text.lower()
    for said, number in _ABOUT.items():
        folded = folded.replace(said, number)
    scaled = _SCALED.search(folded)
    if scaled:
        return _plain(float(scaled[1]) * _SCALES[scaled[2]])
    written = _WRITTEN.search(folded)
    if written:
        return _plain(float(f"{written[1].replace(',', '')}.{written[2] or '0'}"))
    spoken = number_runs(words_of(folded))
    if spoken:
        return int(spoken[0].digits[:12])
    return 0 if _NOTHING.search(folded) else None


def characters_in(text: str) -> str:
    """Letters and digits of a plate or serial number, spelled out or written as it is."""
    words = words_of(text)
    out, i, passed_over = "", 0, 0
    while i < len(words):
        characters, used = spelled_at(words, i, out)
        passed_over += not used
        out, i = out + characters, i + max(used, 1)
    written = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return out if out and (not passed_over or len(words) > 4) else written


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else round(number, 2)
