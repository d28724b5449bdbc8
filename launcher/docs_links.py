"""Every relative link in the repository's Markdown must lead to a file, every #anchor to a heading; every page that code names is there."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Iterator
from urllib.parse import unquote

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:", "tel:")
NAMED = re.compile(r"\b(docs/[\w/-]+\.md)\b")  # in code and settings, as they say where more stands
NAMING = ("*.py", "*.yml", "*.in", "*.conf", "*.html", "*.toml", "Makefile")
NOT_OURS = {".git", ".envs", "models", "var", ".rasa", "node_modules", "vendored"}


def broken_links(root: Path) -> list[str]:
    """One sentence per broken link: file, link, what is wrong."""
    return [*(message for page in pages(root) for message in check_page(root, page)), *pages_that_are_not_there(root)]


def pages_that_are_not_there(root: Path) -> Iterator[str]:
    """What code names and nobody can read."""
    for path in _files(root, *NAMING):
        for name in sorted(set(NAMED.findall(path.read_text(encoding="utf-8", errors="replace")))):
            if not (root / name).is_file():
                yield f"{path.relative_to(root)}: it names {name}, which leads to no file; correct the path or write the page."


def pages(root: Path) -> Iterator[Path]:
    return _files(root, "*.md")


def _files(root: Path, *patterns: str) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS)
        yield from (Path(folder) / name for name in sorted(names) if any(fnmatch(name, one) for one in patterns))


def check_page(root: Path, page: Path) -> Iterator[str]:
    text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    for target in LINK.findall(text):
        if target.startswith(ELSEWHERE):
            continue
        name, _, anchor = unquote(target).partition("#")
        linked = (page.parent / name).resolve() if name else page
        where = page.relative_to(root)
        if not linked.exists():
            yield f"{where}: the link '{target}' leads to no file; correct the path or write the page."
        elif anchor and linked.suffix == ".md" and anchor.lower() not in anchors(linked):
            yield f"{where}: the link '{target}' leads to no heading of {linked.name}; use one of its headings."


def anchors(page: Path) -> set[str]:
    """The #names of a page's headings, as GitHub makes them: lower case, words joined by hyphens."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}
