"""What is said on the telephone, as somebody reads it: an agency's table `in_writing` (prompts.yml), longer words before shorter ones."""

from __future__ import annotations

import re
from functools import cache
from typing import Mapping


def written(text: str, table: Mapping[str, str]) -> str:
    """The text with every spoken turn of the table replaced; nobody can hang up a page."""
    return _any_of(tuple(table)).sub(lambda said: table[said[0]], text) if table else text


@cache
def _any_of(spoken: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(spoken, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
