"""What an answer tells beside what it answers, for questions that have no answer yet: a witness, a camera, who did it, the damage. Pure.

Whoever says "the door's smashed in, my neighbor saw it" while they spell their plate is not asked for either again. Only what is told is
heard, and never against an answer that there is: what it denies is asked for in its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from agencies.reports.shape import Common, Form
from casework.intake.answer_meaning import OTHER_PLATE, OTHER_VEHICLE, Given
from casework.intake.hearing.report import STORY, VEHICLE, WHEN, Hearing
from casework.intake.hearing.suspects import KNOWN, SUSPECT
from casework.intake.hearing.topics import VIDEO, WITNESS, WITNESS_NAME
from casework.intake.questions_due import FormState, Slot, find
from casework.intake.store import Kept
from spoken.en import amounts, by_the_way, only_a_name, plates, times_of_change, vehicles, who_did_it, whose_vehicle
from spoken.en.clauses import clauses
from spoken.en.denials import named_by
from spoken.utterance import heard

INSURANCE, PLATE, YEAR = "insurance", "plate", "vehicle_year"
KNOWS_OTHER, PART = "knows_other", "part"
BEGINNING = ""  # the words in which the caller began answer no question
OF_PEOPLE = (SUSPECT, KNOWN)


def told_beside(form: Form, common: Common, state: FormState, question: str, text: str, now: datetime) -> list[Kept]:
    """Answers that the words give to other questions; `state`: the report with the answer itself."""
    report = Hearing(form, common, state, now, {}, closing=True)
    asked = find(form, question)
    for part in clauses(_rest(asked, text)):
        for reader in READERS:
            reader(report, part, question)
    there = {name for name, one in state.active.items() if one.how == "given" or name == question}
    return [one for name, one in report.kept.items() if (name not in there or name == WHEN) and name != question]


def is_only_a_name(form: Form, question: str, text: str) -> bool:
    """ "Abigail Torres", to what the damage is: nothing that could be that."""
    asked = form.question(question)
    damage = asked is not None and asked.kind == "text" and bool(asked.named)
    return damage and form.question("name") is not None and only_a_name.is_only_a_name(text)


def _rest(asked: Slot | None, text: str) -> str:
    """The words behind a plate that was spelled first."""
    return plates.behind(text) if asked is not None and asked.kind == "plate" else text


def _witness(report: Hearing, part: str, question: str) -> None:
    if by_the_way.witness(part) and not question.startswith("witnesses"):
        _new(report, WITNESS, Given(True, part))
        if name := by_the_way.witness_name(part):
            _new(report, WITNESS_NAME, Given(name, name))


def _video(report: Hearing, part: str, question: str) -> None:
    if not question.startswith("items.") and by_the_way.video(part):
        _new(report, VIDEO, Given(True, part))


def _hour_on_camera(report: Hearing, part: str, question: str) -> None:
    """ "The camera shows a van at two forty in the morning", of "last night": the hour of that night."""
    old, said = report.answer(WHEN), times_of_change.time_in(part, report.now, report.common.usage)
    whole_night = old is not None and ("T" not in str(old.value) or "/" in str(old.value))
    if question != WHEN and whole_night and said is not None and by_the_way.shows(part):
        report.keep(WHEN, Given(text=said.words))


def _insured(report: Hearing, part: str, _question: str) -> None:
    if by_the_way.insured(part):
        _new(report, INSURANCE, Given(True, part))


def _who(report: Hearing, part: str, question: str) -> None:
    if question in OF_PEOPLE or find(report.form, SUSPECT) is None or report.state.active.get(SUSPECT):
        return
    seen = who_did_it.on_camera(part) or who_did_it.seen(part)
    told = who_did_it.described(seen or part, report.of_them) or who_did_it.glimpsed(part)
    report.of_them = bool(told)
    old = report.kept.get(SUSPECT)
    if told:
        _new(report, KNOWN, Given(True, part))
        report.keep(SUSPECT, Given(text=f"{old.value}. {told}" if old else told))


def _other_vehicle(report: Hearing, part: str, question: str) -> None:
    """Of a form that asks for two: the one that hit, by the words or by the question that was asked."""
    if find(report.form, OTHER_VEHICLE) is None or question in (OTHER_VEHICLE, OTHER_PLATE):
        return
    otherwise = whose_vehicle.OTHER if _asks_after_the_other(report.form, question) else whose_vehicle.MINE
    said = whose_vehicle.of(part, whose_vehicle.OTHER, otherwise=report.whose or otherwise)
    report.whose = (whose_vehicle.parts(part, report.whose) or [(part, report.whose)])[-1][1]
    found = vehicles.vehicle_in(heard(said)) if said else None
    if found is not None:
        _new(report, KNOWS_OTHER, Given(True, part))
        _new(report, OTHER_VEHICLE, Given(text=found.phrase))
    if said and (plate := plates.named_plate(said, report.common.usage.country)):
        _new(report, KNOWS_OTHER, Given(True, part))
        _new(report, OTHER_PLATE, Given(plate, said))


def _asks_after_the_other(form: Form, question: str) -> bool:
    return question not in (BEGINNING, VEHICLE, PLATE, YEAR, STORY) and find(form, OTHER_VEHICLE) is not None


def _own_vehicle(report: Hearing, part: str, question: str) -> None:
    """ "Mine's the silver Camry", told while the other one is asked for."""
    if find(report.form, OTHER_VEHICLE) is None or question in (VEHICLE, PLATE):
        return
    said = whose_vehicle.of(part, whose_vehicle.MINE, otherwise=whose_vehicle.OTHER)
    found = vehicles.vehicle_in(heard(said)) if said else None
    if found is not None:
        _new(report, VEHICLE, Given(text=found.phrase))


def _plate_is_gone(report: Hearing, part: str, question: str) -> None:
    stolen = find(report.form, PART) is not None  # its number is what is looked for
    if question != PLATE and not stolen and plates.says_it_is_gone(part) and find(report.form, PLATE) is not None:
        report.kept.setdefault(PLATE, Kept(PLATE, None, part, "unknown"))


def _named(report: Hearing, part: str, question: str) -> None:
    """A question of free words that says by which words it is answered: the damage, to the end of what is told of it; and its cost."""
    pieces = amounts.without_repair(part).split(",")
    for one in report.form.questions:
        if one.kind != "text" or not one.named or one.id == question:
            continue
        old = report.kept.get(one.id)
        first = next((at for at, piece in enumerate(pieces) if named_by(piece, one.named)), 0)
        said = ",".join(pieces[first:]).strip()  # "a white corolla, the mirror's torn off"
        if named_by(part, one.named) or (old is not None and _goes_on(part)):
            report.keep(one.id, Given(text=f"{old.value}, {said}" if old else said))
    price = amounts.repair_in(part, report.common.usage.currency)
    if price is not None:
        _new(report, "damage_value", Given(price, part))


def _goes_on(part: str) -> bool:
    return not (by_the_way.witness(part) or by_the_way.video(part) or by_the_way.insured(part))


def _new(report: Hearing, name: str, given: Given) -> None:
    if find(report.form, name) is not None and name not in report.kept:
        report.keep(name, given)


READERS: tuple[Callable[[Hearing, str, str], None], ...] = (
    _witness,
    _video,
    _hour_on_camera,
    _insured,
    _who,
    _other_vehicle,
    _own_vehicle,
    _plate_is_gone,
    _named,
)
