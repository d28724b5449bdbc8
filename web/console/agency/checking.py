"""Whether an agency would still be whole with one of its files changed: every reader of the folder reads it in a copy first.

`casework check` asks the same of all agencies at once; here what only the bot reads is read when it is what changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from agencies.contact_card import load_card
from agencies.danger.live import load_danger
from agencies.errors import BrokenAgencyFile, Fault
from agencies.loader import AGENCIES, load_agency
from agencies.lookups.files import load_lookups
from agencies.map.files import load_map
from agencies.messages.files import has_messages, load_messages
from agencies.pages.files import FILE as PAGES
from agencies.pages.files import load_pages
from agencies.pages.form_words import load_form_words
from agencies.wording.files import FILE as WORDING
from agencies.wording.files import FOLDER as WORDINGS
from agencies.wording.files import load_domain, wording_faults
from nlu_components.facts.cues import load_cues
from nlu_components.places.files import load_gazetteer

_DOMAIN = AGENCIES.parent / "domain.yml"
_OF_THE_BOT: dict[str, Callable[[Path], object]] = {"cues.yml": load_cues, "places.yml": load_gazetteer}


def fault_of(folder: Path, file: str, text: str | None) -> str:
    """The first fault, in one sentence; "" when there is none. `text` None: without that file. What is not changed is linked, not
    copied."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        _lay_out(folder, copy, Path(file).parts, text)
        try:
            _read(copy)
            if text is not None:
                _read_by_the_bot(copy / file, file)
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
    load_lookups(folder)  # an agency need not have these three
    load_card(folder)
    load_map(folder)


def _read_by_the_bot(path: Path, file: str) -> None:
    if reader := _OF_THE_BOT.get(file):
        reader(path)
    elif file == WORDING or Path(file).parts[0] == WORDINGS:
        _none(wording_faults(path, load_domain(_DOMAIN)))


def _none(faults: list[Fault]) -> None:
    """Raises BrokenAgencyFile unless there are none."""
    if faults:
        raise BrokenAgencyFile(faults)


def _lay_out(there: Path, copy: Path, parts: tuple[str, ...], text: str | None) -> None:
    """The folder with links to everything but what leads to the changed file; a folder that would be empty is not there."""
    copy.mkdir()
    for path in there.iterdir() if there.is_dir() else ():
        if path.name != parts[0]:
            (copy / path.name).symlink_to(path.resolve())
    if len(parts) > 1:
        _lay_out(there / parts[0], copy / parts[0], parts[1:], text)
    elif text is not None:
        (copy / parts[0]).write_text(text, "utf-8")
    if not any(copy.iterdir()):
        copy.rmdir()
