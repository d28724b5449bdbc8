"""An utterance cut into words that know where they stand, so that what is found can be shown in the caller's own text.

One character stays one character: control, invisible and direction marks become spaces, accents are dropped, the rest
is lower case. Pure; any text of any length is safe (only the first MAX_CHARACTERS are read:
as much as a case takes of one answer; whether there is danger in the rest is judged elsewhere, in the whole text).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Dict, Iterator, List, NamedTuple, Sequence, Tuple

MAX_CHARACTERS = 4000
_WORD = re.compile(r"[a-z]-ray|\d+(?:st|nd|rd|th)(?![a-z0-9])|[a-z][a-z']*|\d+")
_CLAUSE_END = re.compile(r"[.?!;:,](?:\s|$)| - |\bbut\b")
_QUOTES = {"’": "'", "‘": "'", "`": "'", "´": "'"}


_GAPS, _SAME_MARKS = re.compile(r"\s+"), re.compile(r"([^\w\s])\1{3,}")


def squeezed(text: str) -> str:
    """One space for any gap, three marks for any run of the same: what a pattern with gaps in it would walk again and again."""
    return _SAME_MARKS.sub(r"\1\1\1", _GAPS.sub(" ", text))


def _folded_character(character: str) -> str:
    """The plain lower-case character for any single one; a space when there is none."""
    if character in _QUOTES:
        return _QUOTES[character]
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    if len(base) != 1 or unicodedata.category(base)[0] in "CZ":
        return " "
    return base


class _Folding(Dict[int, str]):
    """A translation table that grows with the characters it meets."""

    def __missing__(self, code: int) -> str:
        if len(self) > 4096:  # hostile text must not fill the memory
            self.clear()
        self[code] = _folded_character(chr(code))
        return self[code]


_FOLDING = _Folding()


class Word(NamedTuple):  # a dozen are made in every turn; a tuple is made three times faster than a frozen dataclass
    text: str
    start: int  # character offsets in the caller's text
    end: int
    clause: int  # words of one clause share the number

    @property
    def plain(self) -> str:
        """Without apostrophes, as some recognisers write: "he's" and "hes" are the same word."""
        return self.text.replace("'", "")


@dataclass(frozen=True)
class Utterance:
    folded: str  # same length and offsets as the original
    words: Tuple[Word, ...]

    @property
    def tidy(self) -> str:
        """`folded` with every white space as one space; see `original`."""
        return " ".join(self.folded.split())

    def original(self, start: int, end: int) -> Tuple[int, int]:
        """Where characters start..end of `tidy` stand in the caller's text."""
        if len(self.tidy) == len(self.folded):
            return start, end
        at = [i for i, c in enumerate(self.folded) if not c.isspace() or (i and not self.folded[i - 1].isspace())]
        at = at[1:] if self.folded[:1].isspace() else at
        return at[start], at[end - 1] + 1

    def texts(self) -> List[str]:
        return [word.text for word in self.words]

    def span(self, first: int, last: int) -> Tuple[int, int]:
        """Character offsets of the words first..last (inclusive)."""
        return self.words[first].start, self.words[last].end

    def phrase(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return " ".join(self.folded[start:end].split())


def fold(text: str) -> str:
    """Lower case, no accents, no control or invisible characters; same length as the first MAX_CHARACTERS of the text."""
    return text[:MAX_CHARACTERS].translate(_FOLDING)


@functools.lru_cache(maxsize=16)
def heard(text: str) -> Utterance:
    """Several readers look at the words of one turn; they are cut once."""
    folded = fold(text)
    return Utterance(folded, tuple(_words(folded)))


def _words(folded: str) -> Iterator[Word]:
    ends = [found.start() for found in _CLAUSE_END.finditer(folded)]
    clause = 0
    for found in _WORD.finditer(folded):
        while clause < len(ends) and ends[clause] < found.end():
            clause += 1
        yield Word(found.group(0), found.start(), found.end(), clause)


def joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
