"""Whether an agency would still be whole with one of its files changed: every reader of the folder reads it in a copy first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from agencies.danger.live import load_danger
from agencies.errors import BrokenAgencyFile
from agencies.loader import load_agency
from agencies.messages.files import has_messages, load_messages
from agencies.pages.files import FILE as PAGES
from agencies.pages.files import load_pages
from agencies.pages.form_words import load_form_words


def fault_of(folder: Path, file: str, text: str) -> str:
    """The first fault, in one sentence; "" when there is none. What is not changed is linked, not copied."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        _lay_out(folder, copy, Path(file).parts, text)
        try:
            _read(copy)
        except BrokenAgencyFile as broken:
            first = broken.faults[0]
            line = f", line {first.line}" if first.line else ""
            return f"{Path(first.file).name}{line}: {first.wrong}; {first.right}."
    return ""


def _read(folder: Path) -> None:
    load_agency(folder.name, folder.parent)
    load_danger(folder)
    if has_messages(folder):
        load_messages(folder.name, folder.parent)
    if (folder / PAGES).is_file():
        load_pages(folder)
        load_form_words(folder)


def _lay_out(there: Path, copy: Path, parts: tuple[str, ...], text: str) -> None:
    """The folder with links to everything but what leads to the changed file."""
    copy.mkdir()
    for path in there.iterdir():
        if path.name != parts[0]:
            (copy / path.name).symlink_to(path.resolve())
    if len(parts) == 1:
        (copy / parts[0]).write_text(text, "utf-8")
    else:
        _lay_out(there / parts[0], copy / parts[0], parts[1:], text)
