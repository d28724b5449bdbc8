"""What one file says about another: every name used must exist, danger comes first, no need asks in an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from agencies.directory.numbers import unusable
from agencies.directory.shape import AgencyInfo, Condition, Destination, Need, Needs, Notice, Question
from agencies.errors import Fault
from agencies.line.prompts import Prompts
from agencies.properties import properties
from agencies.yaml_lines import Document, KeyPath

SPOKEN = ("en",)  # languages that the assistant itself understands and speaks


class CrossChecks:
    """Compares the files of one agency; `faults()` lists all that do not fit."""

    def __init__(
        self,
        documents: dict[str, Document],
        info: AgencyInfo,
        destinations: dict[str, Destination],
        needs: Needs,
        questions: dict[str, Question],
        notices: list[Notice],
        prompts: Prompts,
    ) -> None:
        self._documents, self._info, self._destinations = documents, info, destinations
        self._needs, self._questions, self._notices, self._prompts = needs, questions, notices, prompts

    def faults(self) -> list[Fault]:
        """Every fault, in the order of the files."""
        return [*self._agency(), *self._numbers(), *self._all_needs(), *self._notice_needs()]

    def _numbers(self) -> Iterator[Fault]:
        """Every telephone number exists in the agency's country, or is written with the code of another one."""
        country = self._info.country
        written: list[tuple[str, KeyPath, str]] = [
            ("agency.yml", ("emergency", "number"), self._info.emergency.number),
            *(("agency.yml", ("emergency", "also", i), n) for i, n in enumerate(self._info.emergency.also)),
            *(("destinations.yml", (name, "phone"), one.phone) for name, one in self._destinations.items()),
        ]
        for file, path, number in written:
            if fault := unusable(number, country):
                yield self._fault(file, path, *fault)

    def _agency(self) -> Iterator[Fault]:
        info = self._info
        for field in ("emergency_destination", "call_taker", "general_line"):
            yield from self._destination("agency.yml", (field,), getattr(info, field))
        limits = info.limits
        wanted: list[tuple[KeyPath, str]] = [(("limits", "neighbour_need"), limits.neighbour_need)]
        wanted += [
            (("limits", name, "need"), area.need)
            for name, area in (("airport", limits.airport), ("transit", limits.transit))
            if area
        ]
        for path, need in wanted:
            yield from self._known("agency.yml", path, need, self._needs.needs, "need in needs.yml")
        if limits.border_question:
            yield from self._border(limits.border_question)
        if info.languages[0] not in SPOKEN:
            yield self._fault(
                "agency.yml",
                ("languages",),
                f"the assistant does not speak '{info.languages[0]}', which stands first",
                f"put {' or '.join(SPOKEN)} first: the others are languages of your interpreters",
            )
        missing = set(info.languages) - set(SPOKEN) - set(self._prompts.other_languages)
        if missing:
            yield self._fault(
                "agency.yml",
                ("languages",),
                f"there are no lines for {', '.join(sorted(missing))}",
                "add them to other_languages in prompts.yml",
            )

    def _border(self, name: str) -> Iterator[Fault]:
        path: KeyPath = ("limits", "border_question")
        yield from self._known("agency.yml", path, name, self._questions, "question in questions.yml")
        question = self._questions.get(name)
        if question and (question.slot, question.kind) != ("this_side", "yes_no"):
            yield self._fault(
                "agency.yml", path, f"'{name}' asks for something else", "name a yes_no question with slot this_side"
            )

    def _all_needs(self) -> Iterator[Fault]:
        yield from self._conditions(("common",), self._needs.common)
        for name, offer in self._needs.offers.items():
            yield from self._destination("needs.yml", ("offers", name, "person"), offer.person)
        for name, need in self._needs.needs.items():
            yield from self._need(("needs", name), need)

    def _need(self, path: KeyPath, need: Need) -> Iterator[Fault]:
        yield from self._destination("needs.yml", (*path, "destination"), need.destination)
        yield from self._conditions((*path, "conditions"), need.conditions)
        yield from self._properties((*path, "properties"), str(path[-1]), need)
        if (need.disposition == "self_service_report") != (need.offer is not None):
            yield self._fault(
                "needs.yml",
                path,
                "offer and disposition do not fit",
                "give an offer to self_service_report, and to no other disposition",
            )
        if need.offer:
            yield from self._known("needs.yml", (*path, "offer"), need.offer, self._needs.offers, "offer of this file")
        if need.question:
            yield from self._question((*path, "question"), need)

    def _properties(self, path: KeyPath, name: str, need: Need) -> Iterator[Fault]:
        try:
            changed = properties().with_changes({name: need.properties})
        except ValueError as error:
            yield self._fault("needs.yml", path, str(error).rstrip("."), "mend or remove it")
            return
        if changed.has(name, "person_first") and (need.conditions or need.disposition == "911"):
            yield self._fault(
                "needs.yml", path[:-1], f"'{name}' is a person's call at once", "remove its conditions, and 911"
            )

    def _question(self, path: KeyPath, need: Need) -> Iterator[Fault]:
        assert need.question is not None
        yield from self._known("needs.yml", path, need.question, self._questions, "question in questions.yml")
        question = self._questions.get(need.question)
        if need.disposition == "911":
            yield self._fault(
                "needs.yml", path, "an emergency asks a question", "remove the question: danger never waits"
            )
        elif question and not any(question.slot in c.when for c in (*self._needs.common, *need.conditions)):
            yield self._fault(
                "needs.yml",
                path,
                f"no condition looks at {question.slot}",
                "add the condition that the answer decides, or remove the question",
            )

    def _conditions(self, path: KeyPath, conditions: list[Condition]) -> Iterator[Fault]:
        calm_seen, ids = False, set()
        for index, condition in enumerate(conditions):
            here = (*path, index)
            if condition.id in ids:
                yield self._fault(
                    "needs.yml", (*here, "id"), f"'{condition.id}' stands here twice", "give it another id"
                )
            ids.add(condition.id)
            if condition.disposition == "911" and calm_seen:
                yield self._fault(
                    "needs.yml", here, "danger comes after a calmer condition", "move it to the top of its list"
                )
            calm_seen = calm_seen or condition.disposition != "911"
            if condition.destination:
                yield from self._destination("needs.yml", (*here, "destination"), condition.destination)
            if condition.need:
                yield from self._known(
                    "needs.yml", (*here, "need"), condition.need, self._needs.needs, "need of this file"
                )

    def _notice_needs(self) -> Iterator[Fault]:
        for index, notice in enumerate(self._notices):
            for position, need in enumerate(notice.needs):
                yield from self._known(
                    "notices.yml", (index, "needs", position), need, self._needs.needs, "need in needs.yml"
                )

    def _destination(self, file: str, path: KeyPath, name: str) -> Iterator[Fault]:
        yield from self._known(file, path, name, self._destinations, "destination in destinations.yml")

    def _known(self, file: str, path: KeyPath, name: str, known: Mapping[str, object], what: str) -> Iterator[Fault]:
        if name not in known:
            near = get_close_matches(name, known, 1)
            right = f"did you mean '{near[0]}'" if near else f"add it, or use one of {', '.join(sorted(known)[:8])}"
            yield self._fault(file, path, f"there is no {what} called '{name}'", right)

    def _fault(self, file: str, path: KeyPath, wrong: str, right: str) -> Fault:
        document = self._documents[file]
        return Fault(document.file, document.line_of(path), wrong, right)
