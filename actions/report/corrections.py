"""Corrections while a report is taken: "no, fourteenth and Pearl", "sorry, I meant yes", "the place was wrong". Pure."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from actions.report.state import Move, Report
from actions.report.values import FACT_OF, covers, fact_of
from actions.turn import Turn
from spoken.en import names, plates, yes_no
from spoken.en.beside_the_question import time_in
from spoken.en.clauses import said_before
from spoken.en.field_names import named_in
from spoken.en.house_numbers import renumbered
from spoken.en.report_moves import HOUSE, NEW, NO, OF_THE_STREET, PLAIN, SAYS_PHONE, SORRY, TOLD, WRONG

MOST_WORDS = 25


def corrected(turn: Turn, ask: Dict[str, Any], report: Report) -> Optional[Move]:
    """A correction of the latest answer, or of a question that is named."""
    if turn.digits or len(turn.text.split()) > MOST_WORDS:
        return None
    last = _of_the_last(turn, ask, report)
    if last is not None:
        return Move("correct_last", text=last)
    told = None if ask.get("free") else TOLD.match(turn.text.strip())
    if told:
        return Move(
            "correct", text=told["rest"], target=named_in(told["name"]) or told["name"].replace(" ", "_").lower()
        )
    means_one = _means_a_correction(turn, ask)
    vague = turn.intent == "correct" and turn.confidence >= 0.5 and not ask.get("free") and not _valued(turn, ask)
    vague = vague and not said_before(turn.text)  # "gunner knight, like i said"
    named = named_in(turn.text) if means_one else None
    told_beside = _told_beside(turn, ask) if means_one or vague else []
    any_number = named == "phone" and not SAYS_PHONE.search(turn.text)
    if told_beside and (named is None or any_number):
        named = told_beside[0]  # "the number is wrong, it's 1440 Clayton", "that's wrong, it was tuesday"
    elif any_number and _house_said(turn.text):
        named = "where"
    if named:
        return Move("correct", text=new_value(turn, named), target=named)
    return Move("back", text=turn.text) if vague else None


def _told_beside(turn: Turn, ask: Dict[str, Any]) -> List[str]:
    """Facts of the turn that answer another question than the open one."""
    kinds = ("place", "when", "phone", "plate", "email")
    return [FACT_OF[kind] for kind in kinds if fact_of(turn, kind) and kind != ask.get("asked")]


def _of_the_last(turn: Turn, ask: Dict[str, Any], report: Report) -> Optional[str]:
    if not report.last:
        return None
    kind, asked = report.last["kind"], str(ask.get("asked"))
    sorry, no = SORRY.match(turn.text.strip()), NO.match(turn.text.strip())
    found = sorry or no
    if found is None or kind == asked:
        return None if kind != asked or not sorry or kind not in ("yes_no",) else _meant_yes_no(sorry)
    rest = found["rest"].strip()
    if kind == "yes_no":
        return rest if sorry and PLAIN.match(rest) else None
    if kind in FACT_OF and not (fact_of(turn, asked) and asked in FACT_OF):
        only, _ = covers(turn, kind, rest)
        return rest if only else None
    if asked == "yes_no" and yes_no.answers_only(turn.text):
        return None  # "no, sorry, hang on, no"
    return rest if sorry and kind in ("money", "number", "choice", "serial") and asked == "yes_no" else None


def _meant_yes_no(sorry: re.Match[str]) -> Optional[str]:
    """Between two yes/no questions only "I meant no" is clear."""
    return sorry["rest"] if PLAIN.match(sorry["rest"].strip()) and "mean" in sorry.group(0).lower() else None


def _means_a_correction(turn: Turn, ask: Dict[str, Any]) -> bool:
    if not WRONG.search(turn.text):
        return False
    return (
        not ask.get("free")
        or turn.intent in ("correct", "change_mind")
        or turn.text.lower().startswith(("change", "correct", "go back", "fix"))
    )


def _house_said(text: str) -> bool:
    new = NEW.search(text)
    return bool(new and HOUSE.match(new["rest"].strip()))


def new_value(turn: Turn, name: str) -> str:
    """The new answer when it was said along; "" when it has to be asked for."""
    kind = {"where": "place"}.get(name, name)
    found = fact_of(turn, kind) if kind in FACT_OF else None
    new = NEW.search(turn.text)
    rest = new["rest"].strip(" .") if new else ""
    if name == "when" and rest and WRONG.search(turn.text) and time_in(rest):
        return rest  # "i told you monday but that's wrong, it was tuesday night"
    if name == "where" and (house := HOUSE.match(rest)):
        return house[0]
    if found:
        return found
    return "" if WRONG.search(rest) or kind in ("where", "when", "place") else rest


def place_renumbered(question: str, answers: List[Dict[str, Any]], text: str, whole: str) -> str:
    """The place as it was answered, with the house number that is said instead; "" when that is not what was said.

    `whole`: all that was said. A street that is wrong is not mended by a number: "the street's wrong, it's 441 Fox".
    """
    if question.rpartition(".")[2] != "where" or OF_THE_STREET.search(whole):
        return ""
    return renumbered(
        next((str(one.get("value_written") or "") for one in answers if str(one["question"]) == question), ""), text
    )


def _valued(turn: Turn, ask: Dict[str, Any]) -> bool:
    """It answers the open question: "no, found it Monday", to a question of yes or no."""
    if ask.get("asked") == "yes_no" and yes_no.begins_with_it(turn.text):
        return True
    if ask.get("asked") in ("contact", "phone") and (fact_of(turn, "phone") or fact_of(turn, "email")):
        return True  # "oh my number is ...", which was asked for
    if ask.get("asked") == "plate" and plates.asked_plate(turn.text, turn.usage.country):
        return True  # "c t n, I only got the first three"
    return fact_of(turn, str(ask.get("asked"))) is not None or (
        ask.get("asked") == "name" and names.name_in(turn.text) is not None
    )


def question_named(name: str, answers: List[Dict[str, Any]], text: str) -> Optional[str]:
    """The answered question that is meant: the latest with this last part of its id, else the one whose label is named."""
    ids = [str(one["question"]) for one in answers]
    fitting = [one for one in ids if one.rpartition(".")[2] == name]
    if name in fitting and "witness" not in text.lower():
        return name  # the caller's own number, and not that of somebody who saw it
    if fitting:
        return fitting[-1]
    said = set(re.findall(r"[a-z]{3,}", text.lower())) - {"the", "was", "wrong", "change", "please"}
    labelled = [
        (len(said & set(re.findall(r"[a-z]{3,}", str(one["label"]).lower()))), str(one["question"])) for one in answers
    ]
    best = max(labelled, default=(0, ""))
    return best[1] if best[0] else None
