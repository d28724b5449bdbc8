"""The files of an agency's own words: `wording.yml` for English, `wording/<language>.yml` for others. Pure.

    utter_help: Tell me what happened. In an emergency, call {emergency_number_spoken}.
    utter_thanks: [You're welcome., Happy to help.]

Each name is a response of domain.yml and wins over it. {variables} are those of the default, or the agency's facts.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, FrozenSet, List, Mapping, Tuple

from yaml.nodes import Node, SequenceNode

from agencies.errors import BrokenAgencyFile, Fault
from agencies.lined import Lined
from agencies.wording.facts import FACTS

FILE, FOLDER = "wording.yml", "wording"
ENGLISH = "en"
VARIABLE = re.compile(r"\{([^{}\n]+)\}")
Responses = Dict[str, Tuple[str, ...]]  # name of a response -> its variants


def path_of(folder: Path, language: str = ENGLISH) -> Path:
    return folder / FILE if language == ENGLISH else folder / FOLDER / f"{language}.yml"


def load_wording(path: Path) -> Responses:
    """The words of one file. Raises BrokenAgencyFile."""
    return {name: tuple(text for text, _ in variants) for name, variants in _read(path)[1].items()}


def load_domain(path: Path) -> Responses:
    """The default English words: the responses of Rasa's domain.yml. Raises BrokenAgencyFile."""
    lined = Lined(path)
    top = lined.root("the domain is missing; restore domain.yml")
    if "responses" not in top:
        raise lined.at(1, "'responses' is missing; write what the bot says below it")
    found: Responses = {}
    for name, variants in lined.mapping(top["responses"], "responses").items():
        entries = [lined.mapping(entry, f"a variant of {name}") for entry in lined.items(variants, name)]
        found[name] = tuple(lined.text(one["text"], f"the text of {name}") for one in entries if "text" in one)
    return found


def wording_faults(path: Path, defaults: Mapping[str, Tuple[str, ...]]) -> List[Fault]:
    """What is wrong with a file of words: unknown responses, and variables that nobody fills."""
    try:
        lined, found = _read(path)
    except BrokenAgencyFile as broken:
        return list(broken.faults)
    faults: List[Fault] = []
    for name, variants in found.items():
        if name not in defaults:
            wrong = f"'{name}' is no response of domain.yml; write the name of one, as it stands there"
            faults += lined.problem(variants[0][1], wrong).faults
            continue
        known = frozenset(FACTS).union(*(variables_of(text) for text in defaults[name]))
        for text, node in variants:
            for variable in sorted(variables_of(text) - known):
                wrong = f"nothing fills '{{{variable}}}' in {name}; use one of {', '.join(sorted(known))}"
                faults += lined.problem(node, wrong).faults
    return faults


def variables_of(text: str) -> FrozenSet[str]:
    return frozenset(VARIABLE.findall(text))


def _read(path: Path) -> Tuple[Lined, Dict[str, List[Tuple[str, Node]]]]:
    lined = Lined(path)
    found: Dict[str, List[Tuple[str, Node]]] = {}
    for name, node in lined.root("the file is missing; restore it").items():
        variants = lined.texts(node, name) if isinstance(node, SequenceNode) else [(lined.text(node, name), node)]
        if not variants:
            raise lined.problem(node, f"{name} says nothing; write its words, or leave it out")
        found[name] = variants
    return lined, found
