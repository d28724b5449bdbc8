"""The forms of the official numbers of the turn's agency (agency.yml: case_numbers). Python 3.10."""

from __future__ import annotations

from pathlib import Path

from agencies.live_files import AgencyFiles
from agencies.yaml_lines import read
from spoken.number_forms import USUAL, NumberForms, forms_of


def forms_in(folder: Path) -> NumberForms:
    """Raises ValueError for what is none; without `case_numbers` the usual one."""
    data = read(folder / "agency.yml", f"agencies/{folder.name}/agency.yml").data
    patterns = data.get("case_numbers") if isinstance(data, dict) else None
    return forms_of([str(one) for one in patterns]) if isinstance(patterns, list) else USUAL


CASE_NUMBERS: AgencyFiles[NumberForms] = AgencyFiles(forms_in, ["agency.yml"], lambda *_: USUAL)
