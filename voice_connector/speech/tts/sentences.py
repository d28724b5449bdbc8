"""Cutting a reply into pieces that can be spoken one after another, the first one short."""

import re

_MR_DOT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Ave|Blvd|No|Sgt|Lt|Jr|Sr|a\.m|p\.m|[A-Z])\.$")
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_BREATH = re.compile(r"(?<=[,;:])\s+")
_LONGEST_FIRST = 90


def split_sentences(text: str) -> list[str]:
    """Sentences in order, never empty; a long first sentence is cut at its first comma past a few words."""
    pieces: list[str] = []
    for part in (piece.strip() for piece in _END.split(text)):
        if not part:
            continue
        if pieces and _MR_DOT.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {part}"
        else:
            pieces.append(part)
    return _cut_first(pieces)


def _cut_first(pieces: list[str]) -> list[str]:
    if not pieces or len(pieces[0]) <= _LONGEST_FIRST:
        return pieces
    for gap in _BREATH.finditer(pieces[0], 30):
        return [pieces[0][: gap.start()], pieces[0][gap.end() :], *pieces[1:]]
    return pieces
