"""Everything that one utterance tells, as facts and as the words that told them. Pure but for names (spaCy).

Facts are flat: where, street, area, city, on_border (a street whose other side is another city), when, when_iso, plate,
plate_partial, vehicle, item (what was stolen or lost), broken (what was damaged), value (a price, in figures), phone,
case_number, access_code, pin, name, and the yes-or-no facts of the agency's cues.yml.
What is in doubt is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Dict, Iterator, List, Optional, Union

from nlu_components.facts.cues import Cues
from nlu_components.facts.names import NameFinder
from nlu_components.facts.references import references_in
from nlu_components.places.corrected import corrected_place
from nlu_components.places.gazetteer import Gazetteer
from nlu_components.places.places import PlaceFinder
from spoken.en.amounts import only_price_in
from spoken.en.dates import when_in
from spoken.en.things import broken_in, thing_in
from spoken.en.vehicles import vehicle_in
from spoken.usage import USUAL, Usage
from spoken.utterance import Utterance, heard

Value = Union[str, bool]
ASKS_TIME = frozenset(("when", "date", "time"))
ASKS_PLACE = frozenset(("where", "city", "place", "address"))


@dataclass(frozen=True)
class Fact:
    name: str
    value: Value
    start: int  # characters of the caller's text
    end: int
    confidence: float = 1.0


class FactFinder:
    def __init__(
        self, gazetteer: Gazetteer, cues: Cues, names: Optional[NameFinder] = None, usage: Usage = USUAL
    ) -> None:
        self._places = PlaceFinder(gazetteer)
        self._cues = cues
        self._names = names or NameFinder()
        self._usage = usage

    def found(self, text: str, asking: Optional[str], now: datetime) -> List[Fact]:
        """asking: the slot of the open question, which decides what a bare answer means; now: in the agency's time."""
        if asking == "name":
            name = self._names.found(text)
            return [Fact("name", *name)] if name else []
        utterance = heard(text)
        if not utterance.words:
            return []
        references = list(_references(utterance, asking, now, self._usage.country))
        places = [] if references and asking not in ASKS_PLACE else list(self._where(utterance, asking))
        return (
            places
            + references
            + list(_times(utterance, asking, now, self._usage))
            + list(_vehicles(utterance))
            + [thing for thing in _things(text, self._usage) if not _is_vehicle(thing, utterance)]
            + list(self._yes_or_no(utterance))
        )

    def _where(self, utterance: Utterance, asking: Optional[str]) -> Iterator[Fact]:
        asked = asking in ASKS_PLACE
        found = corrected_place(self._places, utterance, asked) or self._places.found(utterance, asked)
        for place in found:
            yield Fact(place.kind, place.value, *utterance.span(place.first, place.last), place.confidence)
        if any(place.border for place in found) and not any(place.kind == "city" for place in found):
            street = next(place for place in found if place.border)
            yield Fact("on_border", True, *utterance.span(street.first, street.last))

    def _yes_or_no(self, utterance: Utterance) -> Iterator[Fact]:
        for name, hit in self._cues.found(utterance).items():
            yield Fact(name, bool(hit.value), *utterance.span(hit.first, hit.last))


def _references(utterance: Utterance, asking: Optional[str], now: datetime, country: str) -> Iterator[Fact]:
    for reference in references_in(utterance, asking, now.year, country):
        yield Fact(reference.kind, reference.value, *utterance.span(reference.first, reference.last))


def _times(utterance: Utterance, asking: Optional[str], now: datetime, usage: Usage) -> Iterator[Fact]:
    asked = asking in ASKS_TIME
    when = when_in(utterance, now, only=asked, past=asked, day_first=usage.day_first, country=usage.country)
    if when:
        yield Fact("when", when.phrase, when.start, when.end)
        if when.iso and when.problem != "no such day":
            yield Fact("when_iso", when.iso, when.start, when.end)


def _vehicles(utterance: Utterance) -> Iterator[Fact]:
    vehicle = vehicle_in(utterance)
    if vehicle:
        yield Fact("vehicle", vehicle.phrase, vehicle.start, vehicle.end)


def _things(text: str, usage: Usage) -> Iterator[Fact]:
    """What was taken, what was damaged, and a price where the story names one amount."""
    for name, thing in (("item", thing_in(text)), ("broken", broken_in(text))):
        if thing:
            yield Fact(name, thing.text, thing.start, thing.end)
    price = only_price_in(text, usage.currency)
    if price:
        yield Fact("value", f"{price:g}", 0, len(text))


def _is_vehicle(fact: Fact, utterance: Utterance) -> bool:
    """A vehicle that is described is no thing beside it."""
    vehicle = vehicle_in(utterance) if fact.name == "item" else None
    return vehicle is not None and vehicle.start < fact.end and fact.start < vehicle.end


def as_dict(facts: List[Fact]) -> Dict[str, Value]:
    return {fact.name: fact.value for fact in facts}
