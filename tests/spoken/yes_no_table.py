"""The yes/no rows of the golden table and the ways in which people say the same: for the test of every room that reads them."""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple

from benchmarks.spoken_table import rows

CONTRACTED = (
    ("is not", "isn't"), ("are not", "aren't"), ("was not", "wasn't"), ("were not", "weren't"), ("do not", "don't"),
    ("does not", "doesn't"), ("did not", "didn't"), ("have not", "haven't"), ("has not", "hasn't"), ("i am", "i'm"),
    ("it is", "it's"), ("he is", "he's"), ("that is", "that's"), ("they are", "they're"), ("would not", "wouldn't"),
    ("can not", "can't"), ("could not", "couldn't"), ("i have no", "i've no"), ("there is", "there's"),
)  # fmt: skip
FILLERS = ("um", "uh,", "well,", "oh,", "uh um", "so,", "well, you know,")
POLITE = ("please", "sir", "ma'am", "officer", "thank you")
FRAGMENTS = ("um", "no wait", "wait")  # hesitation, not an answer: a filler more is one less


class Said(NamedTuple):
    """`about`: the fact that the question asks for; `danger`: somebody's safety hangs on the answer."""

    words: str
    about: str
    danger: bool
    meaning: str


def table() -> List[Said]:
    found = []
    for row in rows():
        if row.kind == "yes_no":
            about = "" if row.variant == "danger" else row.variant
            found.append(Said(row.words, about, row.variant not in ("", "anonymous"), row.meaning))
    return found


def ways(said: Said) -> Iterator[Said]:
    """The same answer, written out and contracted, in capitals, without signs, after a filler, politely."""
    plain = said.words.lower()
    for long, short in CONTRACTED:
        yield said._replace(words=re.sub(rf"\b{long}\b(?! not$)(?=.)", short, plain))
        yield said._replace(words=re.sub(rf"\b{short}\b", long, plain))
        yield said._replace(words=re.sub(rf"\b{short}\b", short.replace("'", ""), plain))
    yield said._replace(words=plain.upper())
    yield said._replace(words=re.sub(r"[^\w\s']", "", plain))
    yield said._replace(words=plain.replace("'", "’"))
    for filler in FILLERS:
        yield said._replace(words=f"{filler} {said.words}")
    if plain not in FRAGMENTS and said.meaning in ("yes", "no"):
        for word in POLITE:
            yield said._replace(words=f"{plain.rstrip('.!?')}, {word}")
