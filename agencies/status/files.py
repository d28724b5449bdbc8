"""Reads an agency's words for how a case is going: `status.yml`, `status/<language>.yml`, over everywhere.yml.

    stages:
      under_review: {spoken: "An officer reads your report of {kind} since {day}."}
    kinds: {theft_cold: a theft}

Only what is said otherwise stands there. Another language lies over the agency's English: the product's words in it, where it has
some (es.yml beside this file), and the agency's own over these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.status.shape import ENGLISH, OwnStage, Status, StatusWords
from agencies.yaml_lines import Document, read

EVERYWHERE = Path(__file__).with_name("everywhere.yml")
FILE, FOLDER = "status.yml", "status"
_LANGUAGE = re.compile(r"[a-z]{2,8}")


def status_files(folder: Path) -> list[Path]:
    """Those whose change means reading again, whether they are there or not."""
    return [folder / FILE, *sorted((folder / FOLDER).glob("*.yml"))]


def load_status(folder: Path, agency_id: str, needs: frozenset[str] = frozenset()) -> Status:
    """Raises BrokenAgencyFile. `needs`: the agency's, which may be called something beside those of everywhere.yml."""
    documents = {
        ENGLISH if path.parent == folder else path.stem: read(path, f"agencies/{agency_id}/{path.relative_to(folder)}")
        for path in status_files(folder)
        if path.is_file()
    }
    faults = [*_misnamed(folder, agency_id), *(fault for one in documents.values() for fault in _unknown(one, needs))]
    english, checked = _everywhere(), dict[str, StatusWords]()
    for language in (ENGLISH, *sorted({*_spoken_everywhere(), *documents} - {ENGLISH})):
        try:
            below = english if language == ENGLISH else _merged(english, _everywhere(language))
            whole = _over(below, documents.get(language), needs)
            checked[language] = StatusWords.model_validate(whole)
            english = whole if language == ENGLISH else english
        except BrokenAgencyFile as broken:
            faults += broken.faults
        except ValidationError as error:
            faults += shape_faults(documents[language], error)
    if faults:
        raise BrokenAgencyFile(faults)
    return Status(checked, {language: _own(one.data) for language, one in documents.items()})


@cache
def everywhere() -> Status:
    """The product's own words."""
    others = {one: _merged(_everywhere(), _everywhere(one)) for one in _spoken_everywhere()}
    words = {ENGLISH: _everywhere(), **others}
    return Status({language: StatusWords.model_validate(whole) for language, whole in words.items()})


@cache
def _everywhere(language: str = ENGLISH) -> Mapping[str, Any]:
    """The product's words; of another language only those that it has."""
    path = EVERYWHERE if language == ENGLISH else EVERYWHERE.with_name(f"{language}.yml")
    found: Mapping[str, Any] = read(path, f"agencies/{path.parent.name}/{path.name}").data if path.is_file() else {}
    return found


@cache
def _spoken_everywhere() -> tuple[str, ...]:
    """The other languages that the product has words in."""
    return tuple(sorted(path.stem for path in EVERYWHERE.parent.glob("*.yml") if path != EVERYWHERE))


def _over(below: Mapping[str, Any], document: Document | None, needs: frozenset[str]) -> dict[str, Any]:
    """The words below, with what stands in the file in their place; what `_unknown` has told of is left out."""
    if document is None or document.data is None:
        return dict(below)
    if not isinstance(document.data, dict):
        wanted = "write what is said otherwise below stages, kinds, in_person, messages, withdrawal or late"
        raise BrokenAgencyFile([Fault(document.file, 1, "the file is no mapping", wanted)])
    known = _known(needs)
    above = {
        key: {name: one for name, one in value.items() if name in known[key]}
        if key in known and isinstance(value, dict)
        else value
        for key, value in document.data.items()
    }
    return _merged(below, above)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(below)
    for key, value in above.items():
        there = whole.get(key)
        whole[key] = _merged(there, value) if isinstance(there, dict) and isinstance(value, dict) else value
    return whole


def _unknown(document: Document, needs: frozenset[str]) -> Iterator[Fault]:
    """A stage that no case reaches, and a kind that nobody can report: their words would never be heard."""
    data = document.data if isinstance(document.data, dict) else {}
    for section, known in _known(needs).items():
        given = data.get(section)
        for name in given if isinstance(given, dict) else ():
            if name not in known:
                near = get_close_matches(str(name), known, 1)
                wanted = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(known)}"
                line = document.line_of((section, name))
                yield Fault(document.file, line, f"'{name}' is none of the {section} that there are", wanted)


def _misnamed(folder: Path, agency_id: str) -> Iterator[Fault]:
    for path in status_files(folder)[1:]:
        if path.stem == ENGLISH or not _LANGUAGE.fullmatch(path.stem):
            wrong = f"nobody reads a file of this name: English stands in {FILE}, others in {FOLDER}/<language>.yml"
            yield Fault(f"agencies/{agency_id}/{FOLDER}/{path.name}", 1, wrong, f"name it as in {FOLDER}/es.yml")


def _known(needs: frozenset[str]) -> dict[str, list[str]]:
    words = _everywhere()
    return {"stages": list(words["stages"]), "kinds": sorted({*words["kinds"], *needs})}


def _own(data: Any) -> dict[str, OwnStage]:
    stages = (data or {}).get("stages") or {}
    return {name: OwnStage(one.get("name"), one.get("next")) for name, one in stages.items()}
