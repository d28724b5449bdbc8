"""The one reader of an agency's YAML: it remembers on which line each value stands, so that a fault can be pointed at.

Pure and Python 3.10: the bot reads its lists with it (`lined`), casework and the connector everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, Tuple, Union

import yaml

from agencies.errors import BrokenAgencyFile, Fault
from agencies.yaml_faults import in_our_words

KeyPath = Tuple[Union[str, int], ...]


@dataclass(frozen=True)
class Document:
    """The values of one file, and the line (from 1) of each by its path of keys."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(repr=False)
    root: Optional[yaml.Node] = field(default=None, repr=False, compare=False)

    def line_of(self, path: KeyPath) -> int:
        """The line of the value, or of the nearest thing around it when the value itself is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C where there is libyaml: 20 times faster
    """As SafeLoader, but only true/false are booleans (an unquoted `yes` stays a word) and dates stay words."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read(path: Path, shown_as: str) -> Document:
    """Reads one file; raises BrokenAgencyFile when it is missing, not UTF-8 or not YAML, or repeats a key."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _broken(
            shown_as, 1, "the file is missing", f"create {path.name}; agencies/denver shows its shape"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise _broken(shown_as, 1, "the file cannot be read as text", "save it as UTF-8 text") from None
    return parse(text, shown_as)


def parse(text: str, shown_as: str) -> Document:
    """Parses YAML text; `shown_as` is the file's name in messages."""
    control = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise _broken(shown_as, line, "a control character stands here", "remove it")
    loader = _Plain(text)
    try:
        root = loader.get_single_node()
        lines: dict[KeyPath, int] = {}
        faults: list[Fault] = []
        if root is not None:
            _walk(root, (), lines, faults, shown_as)
        if faults:
            raise BrokenAgencyFile(faults)
        return Document(shown_as, None if root is None else loader.construct_document(root), lines, root)
    except yaml.MarkedYAMLError as error:
        raise _broken(shown_as, *in_our_words(error, text)) from None
    finally:
        loader.dispose()


def _walk(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], faults: list[Fault], file: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            if here in lines:
                faults.append(
                    Fault(file, key.start_mark.line + 1, f"'{key.value}' stands here twice", "keep one of them")
                )
            lines[here] = key.start_mark.line + 1
            _walk(value, here, lines, faults, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), lines, faults, file)


def _broken(file: str, line: int, wrong: str, right: str) -> BrokenAgencyFile:
    return BrokenAgencyFile([Fault(file, line, wrong, right)])
