"""What a breath tells of those who saw it: their name and their number, which are not the caller's. Pure."""

from __future__ import annotations

from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import Hearing
from casework.intake.hearing.topics import WITNESS
from casework.intake.questions_due import find
from casework.intake.store import Kept
from spoken.en import by_the_way, witness_told
from spoken.en.phones import phone_in
from spoken.en.who_did_it import says_mine

MOST = 5


def witness(report: Hearing, clause: str) -> bool:
    """ "The witness is mister pham", "bernice's number is ..."."""
    if find(report.form, WITNESS) is None:
        return False
    of_witness, report.of_witness = report.of_witness, False
    number = None if says_mine(clause) else phone_in(clause, report.common.usage.country)
    known = {
        at: str(one.value) for at in range(1, MOST + 1) if (one := report.answer(f"witnesses.{at}.name")) is not None
    }
    saw_it = by_the_way.witness(clause) or (of_witness and bool(witness_told.HIS_NUMBER.search(clause)))
    if number and (saw_it or witness_told.has_this_number(clause, known.values())):
        name = by_the_way.witness_name(clause) or witness_told.name_with_number(clause)
        at = _which(known, name)
        kept = _keep(report, f"witnesses.{at}.name", name) if name and at not in known else True
        return kept and report.keep(f"witnesses.{at}.phone", Given(number, clause)) and _there_is_one(report, clause)
    name = witness_told.name_in(clause)
    return bool(name) and _keep(report, "witnesses.1.name", name) and _there_is_one(report, clause)


def _which(known: dict[int, str], name: str) -> int:
    """Whose number it is: the one of that name; without a name the first."""
    for at, other in known.items():
        if not name or name.lower() in other.lower().split():
            return at
    return min(max(known, default=0) + 1, MOST)


def _keep(report: Hearing, question: str, name: str) -> bool:
    """The whole name, and not a part of the one before that is put right."""
    report.kept[question] = Kept(question, name, name, "given")
    return True


def _there_is_one(report: Hearing, clause: str) -> bool:
    old = report.answer(WITNESS)
    return (old is not None and old.value is True) or report.keep(WITNESS, Given(True, clause))
