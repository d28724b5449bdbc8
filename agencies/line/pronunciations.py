"""How local names are said (pronunciations.yml): a name that a voice reads wrong, spelled as any voice reads it right."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.yaml_lines import Document, read

FILE = "pronunciations.yml"
_SPELLING = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ '-]*")  # no phonetic signs: each voice has its own


def load_pronunciations(folder: Path, agency_id: str) -> dict[str, str]:
    """Name -> spelling for the voice; {} where the agency has none. Raises BrokenAgencyFile."""
    if not (folder / FILE).is_file():
        return {}
    document = read(folder / FILE, f"agencies/{agency_id}/{FILE}")
    try:
        found = TypeAdapter(dict[str, str]).validate_python(document.data or {})
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
    if faults := [fault for name, said in found.items() if (fault := _fault(document, name, said))]:
        raise BrokenAgencyFile(faults)
    return found


def _fault(document: Document, name: str, said: str) -> Fault | None:
    if name.strip() and _SPELLING.fullmatch(said):
        return None
    wanted = "write letters, spaces and hyphens as in 'Tejon: Tay hone'"
    return Fault(document.file, document.line_of((name,)), f"'{name}' is said as '{said}'", wanted)
