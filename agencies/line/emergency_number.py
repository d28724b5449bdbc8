"""That an agency's sentences speak its own emergency number, and no other country's: checked when its files are loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import phonenumbers
from phonenumbers import shortnumberinfo
from pydantic import BaseModel

from agencies.directory.shape import AgencyInfo
from agencies.errors import Fault
from agencies.yaml_lines import Document, KeyPath
from spoken.en.numbers import digit_groups
from spoken.en.saying import digits as spoken_digits

# what people in other countries dial in an emergency: a city's files are often begun as a copy of another's
ELSEWHERE = frozenset({"911", "999", "112", "110", "000", "111", "119"})
GREETINGS: tuple[KeyPath, ...] = (("greeting",), ("greeting_web",))
HAND_OVER: KeyPath = ("handing_over", "emergency")


class EmergencyWords:
    """Compares every English sentence of an agency's files with its emergency number."""

    def __init__(self, info: AgencyInfo, documents: Mapping[str, Document], values: Mapping[str, Any]) -> None:
        self._info, self._documents, self._values = info, documents, values
        self._own = {info.emergency.number, *info.emergency.also}

    def faults(self) -> list[Fault]:
        return [*self._unspoken(), *self._foreign()]

    def _unspoken(self) -> Iterator[Fault]:
        """The greeting names the number; so does the emergency sentence, unless such a call is put through at once."""
        told: list[tuple[str, KeyPath]] = [("prompts.yml", path) for path in GREETINGS]
        if self._info.emergency.action == "hang_up_and_dial":
            told += [("agency.yml", ("emergency", "say")), ("prompts.yml", HAND_OVER)]
        for file, path in told:
            if not self._own & set(digit_groups(_at(self._values[file], path))):
                number = self._info.emergency.number
                right = f"let it say what to do in an emergency, with '{spoken_digits(number)}'"
                yield self._fault(file, path, f"'{path[-1]}' does not speak the emergency number {number}", right)

    def _foreign(self) -> Iterator[Fault]:
        foreign = [number for number in sorted(ELSEWHERE - self._own) if not self._in_use_here(number)]
        right = f"say '{spoken_digits(self._info.emergency.number)}'"
        for file, value in self._values.items():
            for path, sentence in _sentences(value):
                for number in foreign:
                    if _speaks(sentence, number):
                        wrong = f"'{path[-1]}' speaks {number}, an emergency number of other countries"
                        yield self._fault(file, path, wrong, right)

    def _in_use_here(self, number: str) -> bool:
        """111 is for health in one country and for emergencies in another; 112 works beside 999."""
        region = self._info.country
        return bool(shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(number, region), region))

    def _fault(self, file: str, path: KeyPath, wrong: str, right: str) -> Fault:
        return Fault(self._documents[file].file, self._documents[file].line_of(path), wrong, right)


def _speaks(sentence: str, number: str) -> bool:
    """Digit by digit: "one hundred and ten dollars" is no 110."""
    by_digit = spoken_digits(number) in sentence.lower() or "triple" in sentence.lower() or number in sentence
    return by_digit and number in digit_groups(sentence)


def _at(value: Any, path: KeyPath) -> str:
    for part in path:
        value = getattr(value, str(part))
    return str(value)


def _sentences(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text of several words, with the way to it."""
    if isinstance(value, str):
        if " " in value:
            yield path, value
    elif isinstance(value, BaseModel):
        for name, inner in value:
            yield from _sentences(inner, (*path, name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _sentences(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _sentences(inner, (*path, index))
