"""One thing more in a report that has things already: which number it gets, and which of them is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from agencies.reports.shape import FormQuestion
from casework.intake.questions_due import MORE
from casework.intake.store import Kept


@dataclass(frozen=True)
class OneMore:
    """Its number, and the answers that come before it: "was anything else taken?" yes."""

    index: int
    before: tuple[Kept, ...] = ()


def count(group: FormQuestion, answered: Iterable[str]) -> int:
    """How many things were told."""
    first = re.compile(rf"{group.id}\.(\d+)\.{group.each[0].id}")
    return max((int(found[1]) for one in answered if (found := first.fullmatch(one))), default=0)


def of_this_name(
    group: FormQuestion, thing: str, answer: Callable[[str], Any], answered: Iterable[str], by: str = ""
) -> int | None:
    """The number of the thing that is called so already: "lens" is the "camera lens". `by`: only by this answer about it."""
    head = _plain(thing.split()[-1])
    for index in range(1, count(group, answered) + 1):
        texts = [
            answer(f"{group.id}.{index}.{each.id}")
            for each in group.each
            if each.kind == "text" and by in ("", each.id)
        ]
        words = {
            _plain(word) for one in texts if one is not None for word in re.findall(r"\w+", str(one.value).lower())
        }
        if head in words:
            return index
    return None


def one_more(group: FormQuestion, answered: Iterable[str], answer: Callable[[str], Any]) -> OneMore | None:
    """None where the report holds as many as it takes."""
    there = count(group, answered)
    if there and answer(f"{group.id}.{there}.{group.each[0].id}") is None:  # not known what it was
        return OneMore(there)
    if there >= group.most:
        return None
    before = (Kept(f"{group.id}.{there}.{MORE}", True, None, "given"),) if there else ()
    return OneMore(there + 1, before)


def _plain(word: str) -> str:
    return re.sub(r"(?<=[a-z]{2})s$", "", word.lower())
