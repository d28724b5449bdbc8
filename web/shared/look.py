"""Whose pages these are: the agency by the address that was opened (agency.yml: hosts), with its look and its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sanic.exceptions import ServiceUnavailable

from agencies.errors import BrokenAgencyFile
from agencies.live_files import AgencyFiles
from agencies.loader import Agency, agency_ids, load_agency
from agencies.map.files import MAP_FILES, load_map
from agencies.map.shape import CityMap
from agencies.pages.countries import beside
from agencies.pages.files import FILE, load_pages, load_seal
from agencies.pages.form_words import FormWords, load_form_words
from agencies.pages.shape import Beside, Pages, Words
from agencies.status.files import FILE as STATUS
from agencies.status.files import FOLDER as STATUS_FOLDER
from agencies.status.shape import OwnStage
from agencies.yaml_lines import read

_NAMES = (
    "agency.yml",
    "destinations.yml",
    "needs.yml",
    "questions.yml",
    "notices.yml",
    "prompts.yml",
    FILE,
    "pages/forms.yml",
    "reports",
    STATUS,
    STATUS_FOLDER,
    *MAP_FILES,
)


@dataclass(frozen=True, slots=True)
class Look:
    """One agency as its pages show it."""

    agency: Agency
    pages: Pages
    seal: bytes | None
    forms: dict[str, FormWords] = field(default_factory=dict)
    map: CityMap = field(default_factory=CityMap)

    @property
    def id(self) -> str:
        return self.agency.info.id

    @property
    def zone(self) -> ZoneInfo:
        return self.agency.info.zone

    @property
    def emergency(self) -> str:
        """The number, as it is dialled."""
        return self.agency.info.emergency.number

    @property
    def line(self) -> str | None:
        """Who answers what is no emergency."""
        known = self.agency.destinations.get(self.agency.info.call_taker)
        return known.phone if known else None

    @property
    def languages(self) -> tuple[str, ...]:
        """That the pages are offered in: the agency has words of its own in them."""
        return tuple(self.pages.words)

    def said(self, language: str) -> Words:
        return self.pages.said(language)

    def beside(self, kind: str, language: str) -> Beside:
        """Rights and help for this kind of report: the agency's, and its country's."""
        return beside(self.said(language), self.agency.info.country, language, kind)

    def stage(self, stage: str, language: str) -> OwnStage:
        """What the agency itself calls a stage, and what it says comes next; the pages have words of their own for the rest."""
        return self.agency.status.own_stage(stage, language)

    def stylesheet(self) -> str:
        """The agency's colours; the pages' own stylesheet uses them by name."""
        colours = self.pages.colours
        return f":root{{--agency-primary:{colours.primary};--agency-dark:{colours.dark}}}\n"


class NoPages(ServiceUnavailable):
    """The agency's files never could be read: nobody is shown another city's number in their place."""


class Looks:
    """The looks of every agency that has pages, as the files stand now."""

    def __init__(self, root: Path, default: str) -> None:
        self._root, self._default = root, default
        self._files: AgencyFiles[Look | None] = AgencyFiles(_read, _NAMES, lambda _own, _other: None, root=lambda: root)

    def check(self) -> None:
        """Raises BrokenAgencyFile when the default agency's pages cannot be shown: nothing starts then."""
        _read(self._root / self._default)

    def of(self, host: str) -> Look:
        """By host (with or without its port), else the default agency. Raises NoPages."""
        return self.named(self.agency_at(host))

    def agency_at(self, host: str) -> str:
        """The connector reads addresses alike (voice_connector/dialled.py)."""
        return self._hosts().get(_name(host), self._default)

    def named(self, agency: str) -> Look:
        """Raises NoPages."""
        look = self._files.of(agency)
        if look is None:
            raise NoPages("These pages cannot be shown at the moment.")
        return look

    def look_again(self) -> None:
        """Whoever has just changed a file sees it as it stands now."""
        self._files.look_again()

    def _hosts(self) -> dict[str, str]:
        with_pages = [
            one for one in agency_ids(self._root) if one != self._default and (self._root / one / FILE).is_file()
        ]
        return {_name(host): agency for agency in with_pages for host in _hosts_of(self._root / agency)}


def _hosts_of(folder: Path) -> list[str]:
    """Out of agency.yml alone, so that an agency keeps its address while another of its files is broken."""
    try:
        data = read(folder / "agency.yml", f"agencies/{folder.name}/agency.yml").data
    except BrokenAgencyFile:
        return []
    hosts = data.get("hosts") if isinstance(data, dict) else None
    return [str(host) for host in hosts] if isinstance(hosts, list) else []


def _read(folder: Path) -> Look:
    pages = load_pages(folder)
    return Look(
        load_agency(folder.name, folder.parent),
        pages,
        load_seal(folder, pages),
        load_form_words(folder),
        load_map(folder),
    )


def _name(host: str) -> str:
    name, _, port = host.lower().rpartition(":")
    return name if name and port.isdigit() else host.lower()
