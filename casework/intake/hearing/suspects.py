"""What a breath tells of the one who did it, in a form that asks for that: never the caller's name, number or things. Pure."""

from __future__ import annotations

from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import Hearing
from casework.intake.hearing.taken_out import out_with
from casework.intake.questions_due import find
from spoken.en import denials, describing, who_did_it
from spoken.en.phones import phone_in

SUSPECT, KNOWN, PHONE = "suspect", "knows_suspect", "phone"


def their_number(report: Hearing, clause: str) -> bool:
    """Their number, or a number that was said to be neither's and is theirs put right."""
    if find(report.form, SUSPECT) is None:
        return False
    number = phone_in(clause, report.common.usage.country)
    if number is None or who_did_it.says_mine(clause):
        return False
    old, mine = report.answer(SUSPECT), report.answer(PHONE)
    known = str(old.value) if old else ""
    theirs = who_did_it.is_their_number(clause) or report.of_them
    alike = not report.mine and who_did_it.is_like(number, known, str(mine.value) if mine else "")
    return (theirs or alike) and _keep(report, who_did_it.with_number(known, number, report.common.usage.country))


def their_name(report: Hearing, clause: str) -> bool:
    if find(report.form, SUSPECT) is None or not who_did_it.name_told(clause):
        return False
    return _add(report, clause)


def who(report: Hearing, clause: str) -> bool:
    """What they looked like, wore and drove."""
    if find(report.form, SUSPECT) is None:
        return False
    known = report.form.question(KNOWN)
    if report.complains and known is not None and not describing.tells_of(clause, known.named):
        return False  # "you left out the suspects": nothing is told of them yet
    if _of_another_topic(report, clause):  # "my doorbell cam has it, a lady in a grey hoodie"
        parts = [one.strip() for one in clause.split(",") if not _of_another_topic(report, one)]
        told = ", ".join(one for one in (who_did_it.described(part) for part in parts) if one)
        report.of_them = bool(told) and _add(report, told)
        return False
    if who_did_it.asked_after(clause):
        report.of_them, report.named = True, report.named or SUSPECT
        return True
    told = who_did_it.described(clause, report.of_them)
    if told and (worn := who_did_it.worn(told)):
        out_with(report, worn)  # "the red hat is on the thief", where it was taken for stolen
    report.of_them = bool(told) or who_did_it.is_their_number(clause)  # "wrong number for the man, it's ..."
    return bool(told) and _add(report, told)


def _of_another_topic(report: Hearing, clause: str) -> bool:
    """A camera or a witness, of whom more is asked."""
    others = [one for one in report.form.questions if one.named and one.id != KNOWN]
    return any(denials.named_by(clause, one.named) for one in others)


def _add(report: Hearing, words: str) -> bool:
    old = report.answer(SUSPECT)
    if old is None:
        return _keep(report, words)
    said = str(old.value)
    return words.lower() in said.lower() or _keep(report, f"{said.rstrip(' .')}. {words}")


def _keep(report: Hearing, words: str) -> bool:
    known = report.answer(KNOWN)
    if find(report.form, KNOWN) is not None and (known is None or known.value is not True):
        report.keep(KNOWN, Given(True, words))
    return report.keep(SUSPECT, Given(text=words))
