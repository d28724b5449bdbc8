"""What the YAML parser complains of, in the words of somebody who edits the file: the line, what is wrong, what would be right."""

from __future__ import annotations

from typing import List, Tuple

import yaml

_OPENED = "check that every quote and bracket is closed, here and on the lines above"
_TABLE = (  # part of the parser's sentence, what is wrong, what would be right
    ("undefined alias", "the text begins with *, which YAML keeps for itself", "put the whole text in quotes"),
    ("unknown escape", "a backslash stands in double quotes", "put the text in single quotes instead"),
    ("could not determine a constructor", "the text begins with !, which YAML keeps for itself", "put it in quotes"),
    ("unexpected end of stream", "a quote or a bracket is opened and never closed", _OPENED),
    ("expected node content", "a quote or a bracket is opened and never closed", _OPENED),
    ("expected ',' or", "a bracket is opened and not closed, or a comma is missing", _OPENED),
)


def in_our_words(error: yaml.MarkedYAMLError, text: str) -> Tuple[int, str, str]:
    """(line from 1, what is wrong, what would be right)."""
    mark = error.problem_mark or error.context_mark
    number = min(mark.line, max(0, len(text.splitlines()) - 1)) if mark else 0
    lines = text.splitlines() or [""]
    if tabs := [n for n, line in enumerate(lines[: number + 1]) if "\t" in line[: len(line) - len(line.lstrip())]]:
        return tabs[-1] + 1, "a tab stands at the beginning of the line", "indent with spaces, two for each step"
    problem = error.problem or "unreadable"
    if "cannot start any token" in problem and mark:
        sign = lines[number][mark.column : mark.column + 1]
        shown = "a tab" if sign == "\t" else f"'{sign}'"
        return number + 1, f"{shown} cannot stand here in YAML", "put the whole text in quotes, or use spaces for a tab"
    if "mapping values are not allowed" in problem:
        return _colon(number, lines)
    for part, wrong, right in _TABLE:
        if part in problem:
            return number + 1, wrong, right
    return number + 1, f"this is not YAML ({problem})", "check indentation, quotes and colons here"


def _colon(number: int, lines: List[str]) -> Tuple[int, str, str]:
    """A second colon in a text; or a line whose key cannot stand there: it is indented as if it went on the line before."""
    value = lines[number].partition(":")[2]
    if ": " in value or value.rstrip().endswith(":"):
        return number + 1, "a colon stands inside the text", "put the whole text in quotes"
    wrong = "this is not YAML: the line is indented as if it went on the one before, or its text has a colon"
    return number + 1, wrong, "mend the indentation, or put a text with a colon in quotes"
