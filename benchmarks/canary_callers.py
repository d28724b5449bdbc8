"""Callers for bench_canary: they open with what they want, answer what is asked, and take a wrong answer as people may.

TAKES is a guess: of ten who hear an answer to something that they did not ask, three say so, three say it again, two want a person,
one hangs up and one bears it. In a form on the wrong need they notice at each question in four of ten cases. Of ten who are put through
on a wrong need, a call-taker of the line writes down for three what it was; other agency_lines tell nothing. Failures of a busy machine are
played again.
"""

from __future__ import annotations

import os
import random
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence

from actions.needs import is_need
from casework.reviews.happening import Ended, Judged, happened
from launcher.errors import LauncherError
from launcher.rest import send
from launcher.settings import Settings
from launcher.temporary import temporary_stack

Happened = Dict[str, bool]
TAKES = (("no that's not it", 0.3), ("{opening}", 0.3), ("can i talk to a person", 0.2), ("", 0.1), (None, 0.1))
NOTICES, WRITTEN_DOWN = 0.4, 0.3
MOST_TURNS = 10
AT_ONCE, PLAYED_AGAIN = 2, 3
ANSWERS = {"anything_else": "no that's all", "self_service": "no", "danger": "no", "person": "no", "also": "no"}
BY_KIND = {"yes_no": "no", "number": "i don't have it", "name": "alex miller", "money": "about fifty dollars"}


@dataclass(frozen=True)
class Opening:
    text: str
    need: str


class _Needs:
    """Every need that the model knows."""

    def __contains__(self, intent: object) -> bool:
        return is_need(str(intent))


@dataclass
class _Caller:
    """`words`: what reaches the bot in place of the opening; another need's where it hears wrong."""

    opening: Opening
    words: str
    dice: random.Random
    told: bool = False  # has said that it is wrong

    @property
    def writes_down(self) -> bool:
        """Whether whoever takes the call over does."""
        return self.dice.random() < WRITTEN_DOWN

    def next(self, decision: Dict[str, Any]) -> Optional[str]:
        """What is said to it; None: nothing more, "": hung up."""
        act, ask = decision.get("act"), decision.get("ask") or {}
        if act in ("transfer", "end"):
            return None
        need = decision.get("need")
        if need and need != self.opening.need and not self.told:
            answered = act in ("inform", "report") or ask.get("slot") in ("anything_else", "self_service")
            if answered or self.dice.random() < NOTICES:
                return self._takes_it()
        return self._answer(ask, need)

    def _takes_it(self) -> Optional[str]:
        self.told = True
        said = self.dice.choices([one for one, _ in TAKES], [share for _, share in TAKES])[0]
        return said.format(opening=self.words) if said else ("" if said == "" else "no that's all")

    def _answer(self, ask: Dict[str, Any], need: Optional[str]) -> Optional[str]:
        slot, choices = ask.get("slot"), ask.get("choices") or ()
        if slot == "need":
            return self.words
        if slot == "which_need":
            between = list(ask.get("between") or ())
            return ("first", "second")[between.index(self.opening.need)] if self.opening.need in between else "neither"
        if slot == "did_you_mean":
            return "yes" if need in (None, self.opening.need) and self.words == self.opening.text else "no"
        if slot in ANSWERS:
            return ANSWERS[slot]
        if ask.get("kind") == "choice" and choices:
            return str(choices[0])
        return BY_KIND.get(str(ask.get("kind")), "at fourteenth and pearl" if ask else "no that's all")


def played(model: Optional[Path], openings: Sequence[Opening], as_heard: bool) -> List[Happened]:
    """A call each, with a bot of its own. `as_heard` False: the words of another's need reach it."""
    others = list(openings[len(openings) // 2 :]) + list(openings[: len(openings) // 2])
    with _model(model), temporary_stack(("casework", "actions", "rasa")) as stack:

        def one(at: int) -> Happened:
            opening = openings[at]
            other = next(o for o in others[at:] + others[:at] if o.need != opening.need)
            words = opening.text if as_heard else other.text
            for _ in range(PLAYED_AGAIN):
                try:
                    return _call(stack.settings, _Caller(opening, words, random.Random(at)))
                except LauncherError as error:
                    print(f"played again: {error}", file=sys.stderr)
            raise LauncherError(f"{words!r} was not answered in {PLAYED_AGAIN} calls")

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(len(openings))))


def _call(settings: Settings, caller: _Caller) -> Happened:
    sender, said, asking = f"canary-{uuid.uuid4().hex}", caller.words, None
    turns: List[Judged] = []
    ended, told = Ended(), {}
    for _ in range(MOST_TURNS):
        metadata = {"agency": "denver", "channel": "voice", "language": "en", "call_id": sender}
        metadata |= {"asking": asking} if asking else {}
        told = send(settings.url("rasa"), settings.bot_token, sender, said, metadata).decision
        if told.get("understood"):
            turns.append(Judged.of(told["understood"]))
        otherwise = told.get("act") == "transfer" and told.get("need") != caller.opening.need
        ended = Ended(told.get("disposition"), told.get("reason"), found_otherwise=otherwise and caller.writes_down)
        asking = (told.get("ask") or {}).get("slot")
        answer = caller.next(told)
        if answer is None:
            break
        if answer == "":
            ended = Ended("abandoned")
            break
        said = answer
    return happened(turns, ended, _Needs())


@contextmanager
def _model(path: Optional[Path]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["CIVICLINE_CASEWORK_TIMEOUT_S"] = "15"  # a busy machine is no fault of the model's
    if path is not None:
        os.environ["CIVICLINE_MODEL"] = str(path)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
