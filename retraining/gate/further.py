"""Lines that the gate asks beside the held-out ones, and keeps nowhere: calls that reviewers settled, and recordings of calls.

Of reviewed turns only those that are kept apart (new_examples.is_kept_apart): the others may be what the candidate was trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional

from retraining.new_examples import OUT_OF_SCOPE, is_kept_apart, spoken
from retraining.reviewed import Reviewed
from retraining.shadow_calls import NO_NEED


@dataclass(frozen=True)
class Further:
    """One thing that a caller said. `of`: reviewed or recorded; `call`: whose need and danger it is part of.

    `need` None: not known; `group`: the language and the channel, or what the agency says of whoever called.
    """

    of: str
    call: str
    n: int
    group: str
    text: str
    need: Optional[str]
    danger: bool

    @property
    def line(self) -> Dict[str, Any]:
        """As benchmarks/answers_of_model.py takes it."""
        known = {"need_known": self.need is not None, "danger": self.danger, "group": self.group, "n": self.n}
        return {**known, "text": self.text, "wanted": self.need or ""}


def of_reviewed(turns: Iterable[Dict[str, Any]]) -> List[Further]:
    """Settled turns of the inbox."""
    found = []
    for turn in turns:
        label = Reviewed.of(turn)
        text = spoken(label.text)
        need = {"need": label.needs[:1], "out_of_scope": (OUT_OF_SCOPE,)}.get(label.verdict, ())
        if is_kept_apart(text) and (need or label.danger):
            group = f"{turn['language']} by {turn['channel']}"
            known = need[0] if need else None
            found.append(Further("reviewed", f"{turn['call_id']} {turn['n']}", 0, group, text, known, label.danger))
    return found


def of_recordings(turns: Iterable[Dict[str, Any]]) -> List[Further]:
    """What the recogniser heard of recorded calls (retraining/recordings.py), where it is known what they were."""
    return [
        Further(
            "recorded", turn["call_id"], int(turn.get("n", at)), turn.get("found_group") or "all callers", turn["text"],
            turn.get("found_need"), bool(turn.get("found_danger")),
        )
        for at, turn in enumerate(turns)
        if turn.get("found_need") or turn.get("found_danger") is not None
    ]  # fmt: skip


def names_need(intent: str) -> bool:
    """A move of the talk, a hello or an answer, tells no need."""
    return intent not in NO_NEED
