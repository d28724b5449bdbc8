"""What a reviewer pressed, as the label that casework keeps. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from casework_client.staff import Answer

UNSURE = "nlu_fallback"
PICKED = ("pick_1", "pick_2", "pick_3")
BARE = ("out_of_scope", "new_need", "answer", "discard")  # verdicts that name no need
ACTS = ("agree", *PICKED, "need", "two_needs", *BARE)
DANGER_OPEN = "Say first whether somebody was in danger then: yes or no."


class NotALabel(ValueError):
    """The message says what is missing, for the reviewer."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """`danger`: "yes", "no", or "" where nothing was chosen. `needs`: what was chosen in the two lists, empty ones left out; `parts`: the
    words that say each."""

    act: str
    danger: str
    needs: tuple[str, ...]
    text: str
    parts: tuple[str, str] = ("", "")


def danger_is_open(turn: Answer) -> bool:
    """Whether danger was in the air at all: then a reviewer decides it, and is not led by a default."""
    known = turn["understood"]["danger"] or Answer()
    near = {"danger_missed", "danger_near", "danger_asked", "models_differ"} & set(turn["reasons"])
    return bool(known["at_once"] or known["ask"] or near)


def agreed(turn: Answer, needs: Container[str]) -> dict[str, Any] | None:
    """The model's own judgement as a label; None where it made none. What only answers a question names no need."""
    understood = turn["understood"]
    if understood["intent"] == UNSURE:
        return None
    danger = bool((understood["danger"] or Answer())["at_once"])
    if understood["asked"] and understood["intent"] not in needs:
        return {"verdict": "answer", "needs": [], "danger": danger}
    return {"verdict": "need", "needs": [understood["intent"]], "danger": danger}


def label(turn: Answer, pressed: Pressed, needs: Container[str]) -> dict[str, Any]:
    """Raises NotALabel."""
    made = _judged(turn, pressed, needs)
    less = " ".join(pressed.text.split())
    if less and less != " ".join(turn["text"].split()):
        made["text"] = pressed.text
    if made["verdict"] == "two_needs" and any(pressed.parts):
        if not all(pressed.parts):
            raise NotALabel("Write the words of both needs, or of none.")
        made["parts"] = list(pressed.parts)
    return made


def of_all(act: str, need: str) -> dict[str, Any]:
    """One label for turns in none of which danger was in the air (danger_is_open). Raises NotALabel."""
    if act in BARE:
        return {"verdict": act, "needs": [], "danger": False}
    if act != "need":
        raise NotALabel("Press one of the buttons.")
    if not need:
        raise NotALabel("Choose the need in the list.")
    return {"verdict": "need", "needs": [need], "danger": False}


def _judged(turn: Answer, pressed: Pressed, needs: Container[str]) -> dict[str, Any]:
    if pressed.act == "agree":
        own = agreed(turn, needs)
        if own is None:
            raise NotALabel("The assistant made nothing of it, so there is nothing to agree with.")
        return own
    if pressed.danger not in ("yes", "no") and danger_is_open(turn) and pressed.act != "discard":
        raise NotALabel(DANGER_OPEN)
    verdict, named = _named(turn, pressed)
    return {"verdict": verdict, "needs": list(named), "danger": pressed.danger == "yes"}


def _named(turn: Answer, pressed: Pressed) -> tuple[str, tuple[str, ...]]:
    if pressed.act in PICKED:
        ranking, place = turn["understood"]["ranking"] or [], PICKED.index(pressed.act)
        if place >= len(ranking):
            raise NotALabel("The assistant thought of fewer needs.")
        return "need", (ranking[place]["name"],)
    if pressed.act in BARE:
        return pressed.act, ()
    wanted = {"need": 1, "two_needs": 2}.get(pressed.act)
    if wanted is None:
        raise NotALabel("Press one of the buttons.")
    if len(set(pressed.needs)) < wanted:
        raise NotALabel("Choose the need in the list." if wanted == 1 else "Choose two different needs in the lists.")
    return pressed.act, tuple(dict.fromkeys(pressed.needs))[:wanted]
