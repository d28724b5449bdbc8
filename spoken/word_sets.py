"""Lists of words that live in code, written as running text."""

from __future__ import annotations

from typing import FrozenSet, Tuple


def word_list(text: str) -> Tuple[str, ...]:
    return tuple(text.split())


def word_set(text: str) -> FrozenSet[str]:
    return frozenset(text.split())
