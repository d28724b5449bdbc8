"""An agency's lists read entry by entry, so that every complaint names file, line and mend. Pure; for rooms without pydantic 2.

A document is walked as nodes; `problem(node, "what is wrong; what would be right")` makes the fault.
"""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Tuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from agencies.errors import BrokenAgencyFile, Fault
from agencies.yaml_lines import read

HEAD = "the comments at the head of the file say what may stand here"


class Lined:
    """One YAML file and the checks that its readers share. All raise BrokenAgencyFile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown_as = "/".join(path.parts[-3:])

    def root(self, missing: str) -> Dict[str, Node]:
        """The entries of the file's top mapping; missing: the sentence for a file that is not there."""
        if not self.path.is_file():
            raise self.at(1, missing)
        node = read(self.path, self.shown_as).root
        if node is None:
            raise self.at(1, "the file is empty; copy another agency's file")
        return self.mapping(node, "the file")

    def at(self, line: int, sentence: str) -> BrokenAgencyFile:
        """The fault at a line: what is wrong; what would be right."""
        wrong, _, right = sentence.partition("; ")
        return BrokenAgencyFile([Fault(self.shown_as, line, wrong.rstrip("."), right.rstrip(".") or HEAD)])

    def problem(self, node: Node, sentence: str) -> BrokenAgencyFile:
        return self.at(node.start_mark.line + 1, sentence)

    def mapping(self, node: Node, what: str) -> Dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self.problem(node, f"{what} is no mapping; it must be a mapping (key: value)")
        return {str(key.value): value for key, value in node.value}

    def only(self, entries: Dict[str, Node], allowed: Tuple[str, ...], what: str) -> None:
        for key, value in entries.items():
            if key not in allowed:
                raise self.problem(value, f"{what} has the unknown key '{key}'; allowed are {', '.join(allowed)}")

    def items(self, node: Node, what: str) -> List[Node]:
        if not isinstance(node, SequenceNode):
            raise self.problem(node, f"{what} is no list; it must be a list (one '- entry' a line)")
        return list(node.value)

    def text(self, node: Node, what: str) -> str:
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            raise self.problem(node, f"{what} must be one text")
        return " ".join(str(node.value).split())

    def texts(self, node: Node, what: str) -> List[Tuple[str, Node]]:
        return [(self.text(item, f"an entry of {what}"), item) for item in self.items(node, what)]

    def flag(self, node: Node, what: str) -> bool:
        if not isinstance(node, ScalarNode) or str(node.value) not in ("true", "false"):
            raise self.problem(node, f"{what} must be true or false")
        return str(node.value) == "true"

    def number(self, node: Node, what: str, least: float, most: float) -> float:
        """A number between least and most, both allowed."""
        try:
            value = float(node.value) if isinstance(node, ScalarNode) else None
        except ValueError:
            value = None
        if value is None or not least <= value <= most:
            raise self.problem(node, f"{what} is '{node.value}'; write a number from {least:g} to {most:g}")
        return value
