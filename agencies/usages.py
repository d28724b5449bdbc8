"""How the people of the turn's agency write numbers, money and dates (agency.yml: country, currency, date_order). Python 3.10."""

from __future__ import annotations

from pathlib import Path

from agencies.live_files import AgencyFiles
from agencies.yaml_lines import read
from spoken.usage import Usage, usage_of


def usage_in(folder: Path) -> Usage:
    """Raises ValueError for what is none; without a country the usual one."""
    data = read(folder / "agency.yml", f"agencies/{folder.name}/agency.yml").data
    if not isinstance(data, dict) or not data.get("country"):
        return Usage()
    currency, order = data.get("currency"), data.get("date_order")
    return usage_of(str(data["country"]), str(currency) if currency else None, str(order) if order else None)


USAGES: AgencyFiles[Usage] = AgencyFiles(usage_in, ["agency.yml"], lambda *_: Usage())
