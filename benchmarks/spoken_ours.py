"""Our own readers of spoken words, as bench_spoken.py measures them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Iterator, Optional

from actions.answers import _yes_no as bot_yes_no
from benchmarks.spoken_peers import Peer, Reader
from benchmarks.spoken_table import Row
from casework.intake import days, reading, speaking
from casework.intake.numbers import amount_in, characters_in
from nlu_components.gazetteer import load_gazetteer
from nlu_components.names import NameFinder
from nlu_components.places import PlaceFinder
from nlu_components.references import references_in
from nlu_components.spoken_numbers import spelled
from nlu_components.times import when_in
from nlu_components.utterance import heard

PLACES = Path(__file__).resolve().parents[1] / "agencies" / "denver" / "places.yml"
SAYING = {"money": speaking.money, "number": speaking.number, "year": lambda value: speaking.year(int(value))}


def _reader(read: Callable[[Row], Any]) -> Callable[[], Reader]:
    return lambda: read


def _bot_yes_no(row: Row) -> Any:
    turn: Any = SimpleNamespace(text=row.words, digits="", intent="", facts={})
    return {True: "yes", False: "no", "unknown": "unknown", None: "none"}[bot_yes_no("", turn)]


def _casework_yes_no(row: Row) -> Any:
    slot: Any = None
    return {True: "yes", False: "no", None: "none"}[reading._yes_no(row.words, slot, row.now)]


def _casework_choice(row: Row) -> Any:
    slot: Any = SimpleNamespace(asked=SimpleNamespace(choices=row.meaning["among"]))
    return {**row.meaning, "is": reading._choice(row.words, slot, row.now)}


def _bot_when(row: Row) -> Any:
    found = when_in(heard(row.words), row.now)
    return found.iso if found else None


def _reference(kind: str) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        found = references_in(heard(row.words), kind, row.now.year)
        return next((one.value for one in found if one.kind.startswith(kind)), None)

    return read


def _casework_phone(row: Row) -> Any:
    slot: Any = None
    digits = reading._phone(row.words, slot, row.now) or ""
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return f"+1{digits}" if len(digits) == 10 else None


def _name(row: Row) -> Any:
    found = NameFinder(lambda _: []).found(row.words)
    return found[0] if found else None


def _casework_name(row: Row) -> Any:
    slot: Any = None
    return reading._name(row.words, slot, row.now)


def _unit() -> Reader:
    finder = PlaceFinder(load_gazetteer(PLACES))

    def read(row: Row) -> Optional[str]:
        for place in finder.found(heard(row.words), asked=True):
            if ", " in place.value:
                return place.value.split(", ")[1].split(" ")[1]
        return None

    return read


def _say(row: Row) -> str:
    if row.variant in SAYING:
        return SAYING[row.variant](float(row.words))
    if row.variant in ("phone", "plate"):
        return speaking.characters(row.words, [3, 3, 4] if row.variant == "phone" else [])
    if row.variant == "when":
        return speaking.when(row.words, None)
    return speaking.email(row.words) if row.variant == "email" else speaking.words(row.words)


def ours() -> Iterator[Peer]:
    yield Peer("the bot", "yes_no", "actions", _reader(_bot_yes_no))
    yield Peer("casework", "yes_no", "casework", _reader(_casework_yes_no))
    yield Peer("casework", "choice", "casework", _reader(_casework_choice))
    yield Peer("casework", "amount", "casework", _reader(lambda row: amount_in(row.words)))
    yield Peer("the bot", "when", "nlu_components", _reader(_bot_when))
    yield Peer("casework", "when", "casework", _reader(lambda row: days.moment_in(row.words, row.now)))
    yield Peer("the bot", "phone", "nlu_components", _reader(_reference("phone")))
    yield Peer("casework", "phone", "casework", _reader(_casework_phone))
    yield Peer("the bot", "plate", "nlu_components", _reader(_reference("plate")))
    yield Peer("casework", "plate", "casework", _reader(lambda row: characters_in(row.words)))
    yield Peer("the bot", "name", "nlu_components", _reader(_name))
    yield Peer("casework", "name", "casework", _reader(_casework_name))
    yield Peer("the bot", "spelled", "nlu_components", _reader(lambda row: spelled(row.words)))
    yield Peer("casework", "year", "casework", _reader(lambda row: amount_in(row.words)))
    yield Peer("the bot", "unit", "nlu_components", _unit)
    yield Peer("casework", "say", "casework", _reader(_say))
