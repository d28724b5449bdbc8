"""Who imports whom, read from the source: every import of a file, also those inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Import:
    """One import: the file (from the root), and the module whose name it takes."""

    file: str
    module: str

    @property
    def room(self) -> str:
        return self.file.partition("/")[0]

    @property
    def imported_room(self) -> str:
        return self.module.partition(".")[0]


def rooms() -> set[str]:
    """The folders at the top that hold Python, but for the tests."""
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    found |= {path.parent.name for path in ROOT.glob("*/*.py")}
    return found - {"tests", "deploy", "docs"}


def imports_of(folder: str) -> Iterator[Import]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in _modules(node):
                yield Import(str(path.relative_to(ROOT)), module)


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for one in node.names:
            inside = ROOT / Path(*node.module.split("."), one.name)
            is_module = inside.is_dir() or inside.with_suffix(".py").exists()
            yield f"{node.module}.{one.name}" if is_module else node.module
