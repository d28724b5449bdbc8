"""Reads pages.yml of an agency's folder, and the seal beside it."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.pages.shape import Pages
from agencies.yaml_lines import read

FILE, FOLDER = "pages.yml", "pages"
LARGEST_SEAL = 200 * 1024
_SHAPE: TypeAdapter[Pages] = TypeAdapter(Pages)


def load_pages(folder: Path) -> Pages:
    """Raises BrokenAgencyFile."""
    shown = f"agencies/{folder.name}/{FILE}"
    document = read(folder / FILE, shown)
    try:
        pages = _SHAPE.validate_python(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
    if pages.seal and not (folder / FOLDER / pages.seal).is_file():
        line = document.line_of(("seal",))
        raise BrokenAgencyFile(
            [Fault(shown, line, f"there is no file {FOLDER}/{pages.seal}", "put it there, or leave seal out")]
        )
    return pages


def load_seal(folder: Path, pages: Pages) -> bytes | None:
    """The picture, None when the agency has none or it is larger than LARGEST_SEAL."""
    if pages.seal is None:
        return None
    data = (folder / FOLDER / pages.seal).read_bytes()
    return data if len(data) <= LARGEST_SEAL else None
