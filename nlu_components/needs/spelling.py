"""Slips of the thumb: a word that nobody writes, one slip away from a word of the training texts, is that word. Pure.

Only for judging: what a caller wrote stays as it is wherever it is kept or read for facts. A slip is a letter too few or too many, two
that changed places, a vowel for a vowel, or the key beside; never the first letter. Any other letter makes another word more often
than the right one ("insured" is no slip of "injured", nor "pallet" of "wallet"), and no list of English here knows them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Callable, Dict, Iterator, List, Sequence

import jellyfish

LEAST_LETTERS = 5
LEAST_WORDS = 4  # a shorter turn is a move of the talk ("welp", "nope") more often than a slip
MOST_SLIPS = 1  # letters left out, added, changed, or two that changed places
VOWELS = frozenset("aeiouy")
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)


class Speller:
    def __init__(self, words: Sequence[str], is_a_word: Callable[[str], bool]) -> None:
        """words: those of the training texts, the most frequent first; is_a_word: whether English knows it anyway."""
        self._is_a_word = is_a_word
        self._rank = {word: rank for rank, word in enumerate(words)}
        self._near: Dict[str, List[str]] = defaultdict(list)
        for word in self._rank:
            if len(word) >= LEAST_LETTERS:
                for key in _keys(word):
                    self._near[key].append(word)

    def mended(self, text: str) -> str:
        if len(text.split()) < LEAST_WORDS:
            return text
        return _WORD.sub(lambda found: self._word(found.group(0)), text)

    def _word(self, word: str) -> str:
        lowered = word.lower()
        if len(lowered) < LEAST_LETTERS or lowered in self._rank or "'" in lowered or self._is_a_word(lowered):
            return word
        options = {option for key in _keys(lowered) for option in self._near.get(key, ())}
        close = [one for one in options if _slipped(lowered, one)]
        return min(close, key=lambda one: self._rank[one], default=word)


def _slipped(written: str, meant: str) -> bool:
    if written[0] != meant[0] or jellyfish.damerau_levenshtein_distance(written, meant) > MOST_SLIPS:
        return False
    changed = [pair for pair in zip(written, meant) if pair[0] != pair[1]]
    if len(written) != len(meant) or len(changed) != 1:
        return True  # a letter too few or too many, or two that changed places
    one, other = changed[0]
    return VOWELS.issuperset(changed[0]) or any(one + other in row or other + one in row for row in KEYBOARD)


def _keys(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: two words one slip apart share one."""
    yield word
    yield from {word[:i] + word[i + 1 :] for i in range(len(word))}
