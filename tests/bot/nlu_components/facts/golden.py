"""The golden table of facts and the agency's extractor, shared by the test and the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Optional

import yaml

from nlu_components.facts.cues import load_cues
from nlu_components.facts.facts import FactFinder, as_dict
from nlu_components.places.files import load_gazetteer

ROOT = Path(__file__).resolve().parents[4]
AGENCY = ROOT / "agencies" / "denver"
TABLE = Path(__file__).with_name("facts_golden.yml")
UNSEEN = Path(__file__).with_name("facts_unseen.yml")  # only measured, never mended by
NOW = datetime(2026, 11, 21, 14, 30)  # a Saturday


@dataclass(frozen=True)
class Row:
    text: str
    facts: Dict[str, Any]
    asking: Optional[str] = None


def rows(table: Path = TABLE) -> List[Row]:
    return [Row(**entry) for entry in yaml.safe_load(table.read_text(encoding="utf-8"))]


def agency_finder() -> FactFinder:
    return FactFinder(load_gazetteer(AGENCY / "places.yml"), load_cues(AGENCY / "cues.yml"))


def found(finder: FactFinder, row: Row) -> Dict[str, Any]:
    """The facts found; the date only where the table gives one."""
    facts = as_dict(finder.found(row.text, row.asking, NOW))
    return {name: value for name, value in facts.items() if name != "when_iso" or name in row.facts}
