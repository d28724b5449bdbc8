"""Stories as sequences of steps, and which action a conversation that follows one of them comes to next. Pure; no Rasa.

A step is ("user", intent), ("said", words), ("action", name) or ("loop", name or ""). A story may begin anywhere in a
conversation; the longest story that fits decides, and two stories that agree on the steps but not on the action decide
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

Step = Tuple[str, str]
Alternatives = Tuple[Step, ...]  # a caller's turn is its intent and its very words
TURNS = ("user", "said")
_ACTION = "action"


@dataclass(frozen=True)
class Fit:
    """`by_words`: the caller's last turn is in the story by its very words, not by its intent."""

    action: str
    by_words: bool


def plain(words: str) -> str:
    """What a caller said, as it is compared: small letters, no punctuation, single spaces."""
    return " ".join(re.findall(r"[\w']+", words.lower()))


class StoryBook:
    """The stories' steps backwards, as a tree, so that a turn costs as many look-ups as the longest story has steps."""

    def __init__(self) -> None:
        self._tree: Dict[str, Any] = {}
        self._ambiguous: Set[Tuple[Step, ...]] = set()
        self._learned: Dict[Tuple[Step, ...], str] = {}

    @property
    def is_empty(self) -> bool:
        return not self._learned

    def learn(self, story: Sequence[Step]) -> None:
        """Every action of the story is what comes after the steps before it. A story begins with a caller's turn."""
        begin = next((i for i, (kind, _) in enumerate(story) if kind in TURNS), len(story))
        steps = list(story[begin:])
        for i, (kind, name) in enumerate(steps):
            if kind == _ACTION:
                self._after(tuple(steps[:i]), name)

    def _after(self, before: Tuple[Step, ...], action: str) -> None:
        if not before or before in self._ambiguous:
            return
        if self._learned.setdefault(before, action) != action:
            self._ambiguous.add(before)
            del self._learned[before]

    def next_action(self, conversation: Sequence[Alternatives]) -> Optional[Fit]:
        """What the longest fitting story does here; the conversation's newest step is its last."""
        places, found, by_words, in_last_turn = [self._backwards()], None, False, True
        for alternatives in reversed(conversation):
            steps = [(place[_key(step)], step) for place in places for step in alternatives if _key(step) in place]
            if not steps:
                return found
            places = [place for place, _ in steps]
            if in_last_turn and steps[0][1][0] in TURNS:
                by_words, in_last_turn = all(kind == "said" for _, (kind, _) in steps), False
            found = next((Fit(place["="], by_words) for place in places if "=" in place), found)
        return found

    def _backwards(self) -> Dict[str, Any]:
        if not self._tree:
            for before, action in self._learned.items():
                place = self._tree
                for step in reversed(before):
                    place = place.setdefault(_key(step), {})
                place["="] = action
        return self._tree

    def rows(self) -> List[Dict[str, Any]]:
        """What is kept in the model: [{"after": [[kind, name], ...], "action": name}]."""
        return [
            {"after": [list(step) for step in before], "action": action} for before, action in self._learned.items()
        ]

    @classmethod
    def of_rows(cls, rows: Sequence[Dict[str, Any]]) -> StoryBook:
        book = cls()
        for row in rows:
            book._after(tuple((kind, name) for kind, name in row["after"]), row["action"])
        return book


def _key(step: Step) -> str:
    return f"{step[0]} {step[1]}"
