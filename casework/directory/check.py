"""`python -m casework check`: every file of every agency, by the readers that read it in service; the only importer of the bot's.

Faults stop a start. Remarks do not: a need that an agency leaves out is its own choice, but one that somebody should see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from agencies import BrokenAgencyFile, Fault, agency_ids, load_agency
from agencies.contact_card import load_card
from agencies.danger.live import load_danger
from agencies.loader import AGENCIES
from agencies.lookups.files import load_lookups
from agencies.map.files import load_map
from agencies.messages.files import has_messages, load_messages
from agencies.pages.files import FILE as PAGES
from agencies.pages.files import load_pages
from agencies.pages.form_words import load_form_words
from agencies.wording.files import FILE, FOLDER, load_domain, wording_faults
from agencies.yaml_lines import read
from nlu_components.facts.cues import load_cues
from nlu_components.places.files import load_gazetteer, strangers_in_crossings

READERS: dict[str, Callable[[Path], object]] = {
    "emergency.yml": lambda path: load_danger(path.parent),
    "cues.yml": load_cues,
    "places.yml": load_gazetteer,
}
NAME = "utter_name_"  # domain.yml: how the bot names a need; every need that it understands has one


@dataclass(frozen=True)
class Told:
    """What one pass over all files found."""

    agencies: tuple[str, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]


def check(root: Path = AGENCIES, domain: Path = AGENCIES.parent / "domain.yml") -> Told:
    """Reads everything; every fault that one pass finds is told at once."""
    agencies = agency_ids(root)
    faults: list[Fault] = []
    remarks: list[str] = []
    needs = understood(domain)
    for agency_id in agencies:
        faults += [*_faults(agency_id, root), *_words(root / agency_id, domain)]
        try:
            known = list(load_agency(agency_id, root).needs.needs)
        except BrokenAgencyFile:
            continue
        remarks += [*_left_out(agency_id, known, needs), *_not_understood(agency_id, root, known, needs)]
        remarks += _unknown_corners(agency_id, root)
    faults += _claimed_twice(agencies, root)
    return Told(tuple(agencies), tuple(sorted(set(faults))), tuple(remarks))


def understood(domain: Path) -> list[str]:
    """The needs that the bot tells apart, in the order of domain.yml."""
    responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    return [name.removeprefix(NAME) for name in responses if name.startswith(NAME)]


def _faults(agency_id: str, root: Path) -> Iterator[Fault]:
    reads: list[Callable[[], object]] = [lambda: load_agency(agency_id, root)]
    if has_messages(root / agency_id):
        reads.append(lambda: load_messages(agency_id, root))
    if (root / agency_id / PAGES).is_file():
        reads += [lambda: load_pages(root / agency_id), lambda: load_form_words(root / agency_id)]
    reads.append(lambda: load_lookups(root / agency_id))  # an agency need not have it
    reads.append(lambda: load_card(root / agency_id))  # nor this
    reads.append(lambda: load_map(root / agency_id))  # nor any of a map's files
    for name, reader in READERS.items():
        reads.append(lambda name=name, reader=reader: reader(root / agency_id / name))  # type: ignore[misc]
    for read_one in reads:
        try:
            read_one()
        except BrokenAgencyFile as broken:
            yield from broken.faults


def _claimed_twice(agencies: list[str], root: Path) -> Iterator[Fault]:
    """One number or page leads to one agency."""
    claimed: dict[str, str] = {}
    for agency_id in agencies:
        try:
            info = load_agency(agency_id, root).info
        except BrokenAgencyFile:
            continue
        for key, names in (("numbers", info.numbers), ("hosts", info.hosts)):
            for name in names:
                if (other := claimed.setdefault(name, agency_id)) != agency_id:
                    document = read(root / agency_id / "agency.yml", f"agencies/{agency_id}/agency.yml")
                    wrong = f"{name} leads to {other} already"
                    yield Fault(document.file, document.line_of((key,)), wrong, f"leave it out of one of their {key}")


def _words(folder: Path, domain: Path) -> Iterator[Fault]:
    """The agency's own wording, against the responses that it replaces."""
    for path in (folder / FILE, *sorted((folder / FOLDER).glob("*.yml"))):
        if path.is_file():
            yield from wording_faults(path, load_domain(domain))


def _unknown_corners(agency_id: str, root: Path) -> Iterator[str]:
    """A corner of crossings.csv with a street that neither streets.csv nor places.yml has: nobody who names it is understood."""
    shown = f"agencies/{agency_id}/crossings.csv"
    try:
        for line, street, names in strangers_in_crossings(root / agency_id / "places.yml"):
            near = get_close_matches(street.rpartition(" ")[0] or street, names, 1)
            mend = f"did you mean '{near[0]}'?" if near else "add it to streets.csv, or take the corner out"
            yield f"{shown}, line {line}: no street is called '{street}'; {mend}"
    except BrokenAgencyFile:
        return  # told among the faults


def _left_out(agency_id: str, known: list[str], needs: list[str]) -> Iterator[str]:
    if missing := [need for need in needs if need not in known]:
        yield (
            f"agencies/{agency_id}/needs.yml leaves out {len(missing)} of {len(needs)} needs; "
            f"their callers go to a call-taker: {', '.join(missing)}"
        )


def _not_understood(agency_id: str, root: Path, known: list[str], needs: list[str]) -> Iterator[str]:
    """A need that the bot never finds: written wrongly, or not in domain.yml yet."""
    shown = f"agencies/{agency_id}/needs.yml"
    for need in (one for one in known if one not in needs):
        line = read(root / agency_id / "needs.yml", shown).line_of(("needs", need))
        near = get_close_matches(need, needs, 1)
        mend = f"did you mean '{near[0]}'?" if near else f"write {NAME}{need} into domain.yml, and its examples"
        yield f"{shown}, line {line}: the bot understands no need called '{need}'; {mend}"
