"""Reading an agency's lists so that every complaint names the file and the line. Pure.

A document is walked as nodes; `problem(node, ...)` makes the one sentence that says where, what and how to mend.
"""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Tuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class Lined:
    """One YAML file and the checks that its readers share. All raise ValueError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def root(self, missing: str) -> Dict[str, Node]:
        """The entries of the file's top mapping; missing: the sentence for a file that is not there."""
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except FileNotFoundError:
            raise ValueError(f"{self.path}: {missing}") from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValueError(f"{self.path}: not valid YAML: {error}") from None
        if node is None:
            raise ValueError(f"{self.path}:1: the file is empty; copy another agency's file.")
        return self.mapping(node, "the file")

    def problem(self, node: Node, sentence: str) -> ValueError:
        return ValueError(f"{self.path}:{node.start_mark.line + 1}: {sentence}")

    def mapping(self, node: Node, what: str) -> Dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self.problem(node, f"{what} must be a mapping (key: value).")
        entries: Dict[str, Node] = {}
        for key, value in node.value:
            if str(key.value) in entries:
                raise self.problem(key, f"'{key.value}' stands twice in {what}; keep one.")
            entries[str(key.value)] = value
        return entries

    def only(self, entries: Dict[str, Node], allowed: Tuple[str, ...], what: str) -> None:
        for key, value in entries.items():
            if key not in allowed:
                raise self.problem(value, f"{what} has the unknown key '{key}'; allowed are {', '.join(allowed)}.")

    def items(self, node: Node, what: str) -> List[Node]:
        if not isinstance(node, SequenceNode):
            raise self.problem(node, f"{what} must be a list (one '- entry' a line).")
        return list(node.value)

    def text(self, node: Node, what: str) -> str:
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            raise self.problem(node, f"{what} must be one text.")
        return " ".join(str(node.value).split())

    def texts(self, node: Node, what: str) -> List[Tuple[str, Node]]:
        return [(self.text(item, f"an entry of {what}"), item) for item in self.items(node, what)]

    def flag(self, node: Node, what: str) -> bool:
        if not isinstance(node, ScalarNode) or str(node.value) not in ("true", "false"):
            raise self.problem(node, f"{what} must be true or false.")
        return str(node.value) == "true"
