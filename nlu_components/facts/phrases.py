"""Phrases as an agency writes them, all looked for at once in the words of an utterance. Pure.

A phrase is whole words; (a|b) is one of several, (a|b)? may be left out, _ is any one word; $ is the end of a
clause; brackets may nest.
All phrases make one graph; the sets of places in it that were met are remembered, so a word costs one look-up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Sequence, Set, Tuple

ANY = "_"
END = "$"
REMEMBERED = 40_000  # steps kept; then forgotten and found again, so that memory stays bounded
_TOKEN = re.compile(r"[()|?]|[^\s()|?]+")
_WORD = re.compile(r"^[a-z0-9]+$")


@dataclass(eq=False)
class _Place:
    """A place in the graph: which words lead on from it, and what is said when a phrase ends here."""

    following: Dict[str, List[_Place]] = field(default_factory=dict)
    ends: List[Any] = field(default_factory=list)


@dataclass(eq=False)
class _Places:
    """Several places at once, and the steps from them that were taken before."""

    places: Tuple[_Place, ...]
    ends: Tuple[Any, ...]
    steps: Dict[str, _Places] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    meaning: Any
    first: int  # word numbers, inclusive
    last: int


class Phrases:
    def __init__(self) -> None:
        self._start = _Place()
        self._vocabulary: Set[str] = set()
        self._forget()

    def _forget(self) -> None:
        self._known: Dict[frozenset, _Places] = {}
        self._steps = 0
        self._root = self._together([self._start])

    def add(self, pattern: str, meaning: Any) -> None:
        """Raises ValueError: one sentence, what is wrong in the pattern."""
        tokens = _TOKEN.findall(pattern.lower().replace("'", "").replace("’", "").replace("-", " "))
        places, rest = self._alternatives([self._start], tokens, 0)
        if rest != len(tokens):
            raise ValueError("a ')' without its '('.")
        if self._start in places:
            raise ValueError("every word of it may be left out; at least one must stay.")
        for place in places:
            place.ends.append(meaning)
        self._forget()

    def _alternatives(self, places: List[_Place], tokens: List[str], i: int) -> Tuple[List[_Place], int]:
        ends: List[_Place] = []
        while True:
            branch, i = self._sequence(places, tokens, i)
            ends += [place for place in branch if place not in ends]
            if i >= len(tokens) or tokens[i] != "|":
                return ends, i
            i += 1

    def _sequence(self, places: List[_Place], tokens: List[str], i: int) -> Tuple[List[_Place], int]:
        begun = i
        while i < len(tokens) and tokens[i] not in ("|", ")"):
            before = places
            if tokens[i] == "(":
                places, i = self._alternatives(places, tokens, i + 1)
                if i >= len(tokens) or tokens[i] != ")":
                    raise ValueError("a '(' without its ')'.")
                i += 1
            else:
                places, i = self._word(places, tokens[i]), i + 1
            if i < len(tokens) and tokens[i] == "?":
                places, i = before + [place for place in places if place not in before], i + 1
        if i == begun:
            raise ValueError("an empty choice between | signs; write (a|b)? for words that may be left out.")
        return places, i

    def _word(self, places: List[_Place], word: str) -> List[_Place]:
        if word not in (ANY, END) and not _WORD.match(word):
            raise ValueError(f"{word!r} cannot stand here; use words, (a|b), (a|b)?, _ and $ only.")
        self._vocabulary.add(word)
        reached = _Place()
        for place in places:
            place.following.setdefault(word, []).append(reached)
        return [reached]

    def matches(self, words: Sequence[str], ends: Sequence[bool] = ()) -> Iterator[Match]:
        """Every phrase at every position. words: plain lower case, without apostrophes; ends: which of them end a clause."""
        if self._steps > REMEMBERED:
            self._forget()
        known = [word if word in self._vocabulary else "" for word in words]
        for first in range(len(known)):
            at, last = self._root, first
            while last < len(known):
                at = at.steps.get(known[last]) or self._step(at, known[last])
                if not at.places:
                    break
                for meaning in at.ends:
                    yield Match(meaning, first, last)
                if last < len(ends) and ends[last]:
                    closed = at.steps.get(END) or self._step(at, END)
                    for meaning in closed.ends:
                        yield Match(meaning, first, last)
                last += 1

    def _step(self, at: _Places, word: str) -> _Places:
        reached: Dict[int, _Place] = {}
        for place in at.places:
            for key in (word, ANY) if word != END else (END,):
                reached.update((id(following), following) for following in place.following.get(key, ()))
        at.steps[word] = self._together(list(reached.values()))
        self._steps += 1
        return at.steps[word]

    def _together(self, places: List[_Place]) -> _Places:
        key = frozenset(map(id, places))
        if key not in self._known:
            ends = tuple(dict.fromkeys(meaning for place in places for meaning in place.ends))
            self._known[key] = _Places(tuple(places), ends)
        return self._known[key]
