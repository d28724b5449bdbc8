"""Reads an agency's emergency.yml; every complaint names the file, the line, what is wrong and what would be right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Optional, Pattern, Tuple

from yaml.nodes import Node

from agencies.danger.number import ways_to_say
from agencies.danger.phrases import EmergencyPhrases, Kind, folded
from agencies.errors import BrokenAgencyFile, Fault
from agencies.lined import Lined

FILE = "emergency.yml"
EVERYWHERE = Path(__file__).with_name("everywhere.yml")
WITHOUT_SPACES = ("zh", "ja", "th", "km", "lo", "my")  # languages whose words are not set apart in writing
NO_NUMBER = r"\b\B"  # fits nothing: of an agency whose number is not known
NUMBER = "{emergency_number}"  # stands for the agency's own in every way in which people say it
_NEEDED = ("kinds", "contexts", "present_danger")
_KEYS = (
    "threshold",
    "phrase_weight",
    "context_weight",
    *_NEEDED,
    "harmless",
    "told_only",
    "told_here",
    "other_languages",
    "yes_in_other_languages",
)
_KIND_KEYS = ("need", "phrases", "sure")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


def load_phrases(path: Path, number: str = "") -> EmergencyPhrases:
    """`number`: the agency's emergency number. Raises BrokenAgencyFile: file, line, what is wrong, what would be right."""
    lined = Lined(path)
    top = lined.root("the emergency lists are missing; copy another agency's emergency.yml")
    lined.only(top, _KEYS, "the file")
    for name in _NEEDED:
        if name not in top:
            raise lined.at(1, f"'{name}' is missing; add it, with at least one entry")
    reading = _Reading(lined, ways_to_say(number))
    first, last, harmless = _everywhere(number)
    return EmergencyPhrases(
        kinds=(*first, *reading.kinds(top["kinds"], "'kinds'"), *last),
        contexts=reading.pattern(top["contexts"], "'contexts'"),
        present_danger=reading.pattern(top["present_danger"], "'present_danger'"),
        harmless=_either(harmless, reading.pattern(top["harmless"], "'harmless'") if "harmless" in top else None),
        told_only=reading.pattern(top["told_only"], "'told_only'") if "told_only" in top else None,
        told_here=reading.pattern(top["told_here"], "'told_here'") if "told_here" in top else None,
        languages=reading.by_language("other_languages", top.get("other_languages")),
        phrase_weight=_weight(lined, top, "phrase_weight"),
        context_weight=_weight(lined, top, "context_weight"),
        threshold=_threshold(lined, top.get("threshold")),
        elsewhere=reading.in_languages("other_languages", top.get("other_languages")),
        yes_elsewhere=reading.in_languages("yes_in_other_languages", top.get("yes_in_other_languages")),
    )


def _everywhere(number: str) -> Tuple[Tuple[Kind, ...], Tuple[Kind, ...], Pattern[str]]:
    """What every agency has: the kinds of danger before its own, those after them, and what sounds like them and is harmless."""
    lined = Lined(EVERYWHERE)
    top = lined.root("it belongs to the project; restore it")
    reading = _Reading(lined, ways_to_say(number) or NO_NUMBER)
    harmless = reading.pattern(top["harmless"], "'harmless'")
    return reading.kinds(top["first"], "'first'"), reading.kinds(top["last"], "'last'"), harmless


def _either(one: Pattern[str], other: Optional[Pattern[str]]) -> Pattern[str]:
    return re.compile(f"{one.pattern}|{other.pattern}") if other else one


def _weight(lined: Lined, top: Dict[str, Node], key: str) -> float:
    return lined.number(top[key], f"'{key}'", 0.0, 20.0) if key in top else 1.0


def _threshold(lined: Lined, node: Optional[Node]) -> Optional[float]:
    if node is None or str(node.value) == "measured":
        return None
    try:
        return lined.number(node, "'threshold'", 0.0, 1.0)
    except BrokenAgencyFile as broken:
        wrong = broken.faults[0].wrong
        raise lined.problem(node, f"{wrong}; write measured, or a probability from 0 to 1") from None


class _Reading:
    def __init__(self, lined: Lined, number: str) -> None:
        self._lined, self._number = lined, number

    def kinds(self, node: Node, what: str) -> Tuple[Kind, ...]:
        return tuple(self.kind(name, at) for name, at in self._lined.mapping(node, what).items())

    def kind(self, name: str, node: Node) -> Kind:
        parts = self._lined.mapping(node, f"'{name}'")
        self._lined.only(parts, _KIND_KEYS, f"'{name}'")
        if "need" not in parts:
            raise self._lined.problem(node, f"'{name}' names no need; write the need that it is reported under")
        said = {key: self.pattern(parts[key], f"'{key}'") for key in ("phrases", "sure") if key in parts}
        if not said:
            raise self._lined.problem(node, f"'{name}' has no phrases; give it phrases, or sure ones, or remove it")
        need = self._lined.text(parts["need"], "'need'")
        return Kind(name, need, said.get("phrases"), said.get("sure"))

    def pattern(self, node: Node, what: str) -> Pattern[str]:
        return re.compile(whole_words(self._checked(node, what)))

    def in_languages(self, name: str, node: Optional[Node]) -> Optional[Pattern[str]]:
        """Every language's phrases in one pattern: the language of the caller may have been taken for another one."""
        each = [pattern.pattern for pattern in self.by_language(name, node).values()]
        return re.compile("|".join(each)) if each else None

    def by_language(self, name: str, node: Optional[Node]) -> Dict[str, Pattern[str]]:
        """ISO 639 code -> its phrases, without accents."""
        if node is None:
            return {}
        return {code: self._language(name, code, at) for code, at in self._lined.mapping(node, f"'{name}'").items()}

    def _language(self, name: str, code: str, node: Node) -> Pattern[str]:
        if not _LANGUAGE.match(code):
            wrong = f"'{code}' is no language; write an ISO 639 code, as in 'es: [no respira]'"
            raise self._lined.problem(node, wrong)
        phrases = [folded(phrase) for phrase in self._checked(node, f"'{name}.{code}'")]
        return re.compile("|".join(phrases) if code in WITHOUT_SPACES else whole_words(phrases))

    def _checked(self, node: Node, what: str) -> List[str]:
        """The patterns of a list; every one that cannot be used is told, each with its line."""
        entries = [(str(at.value), at) for _, at in self._lined.texts(node, what)]
        if not entries:
            raise self._lined.problem(node, f"{what} is empty; write at least one entry")
        read = [self._phrase(entry, at, what) for entry, at in entries]
        faults = [fault for _, found in read for fault in found]
        if faults:
            raise BrokenAgencyFile(faults)
        return [phrase for phrase, _ in read]

    def _phrase(self, entry: str, at: Node, what: str) -> Tuple[str, Tuple[Fault, ...]]:
        if NUMBER in entry and not self._number:
            return "", self._lined.problem(at, f"{NUMBER} in {what} is not known; write it into agency.yml").faults
        filled = entry.replace(NUMBER, self._number)
        try:
            says_nothing = re.compile(filled).match("")
        except re.error as error:
            return "", self._lined.problem(at, f"{entry!r} in {what} is not a valid pattern ({error}); mend it").faults
        if says_nothing:
            return "", self._lined.problem(at, f"{entry!r} in {what} fits every sentence; leave one word in it").faults
        return filled, ()


def whole_words(entries: List[str]) -> str:
    """Each entry is a regular expression, and a space matches any white space."""
    joined = "|".join(entry.replace(" ", r"\s+") for entry in entries)
    return rf"(?<!\w)(?:{joined})(?!\w)"
