"""Every relative link in the repository's Markdown must lead to a file, and every #anchor to a heading."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator
from urllib.parse import unquote

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:", "tel:")
NOT_OURS = {".git", ".envs", "models", "var", ".rasa", "node_modules", "vendored"}


def broken_links(root: Path) -> list[str]:
    """One sentence per broken link: file, link, what is wrong."""
    return [message for page in pages(root) for message in check_page(root, page)]


def pages(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.md")):
        if not NOT_OURS.intersection(path.relative_to(root).parts):
            yield path


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
