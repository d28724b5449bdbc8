"""Rights and help of a country (countries.yml), for agencies that say nothing of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from agencies.pages.shape import Beside, Words
from agencies.yaml_lines import read

FILE = Path(__file__).with_name("countries.yml")


@cache
def countries() -> dict[str, dict[str, Beside]]:
    """By country and language; read once."""
    document = read(FILE, f"agencies/{FILE.parent.name}/{FILE.name}")
    return TypeAdapter(dict[str, dict[str, Beside]]).validate_python(document.data)


def beside(words: Words, country: str, language: str, kind: str) -> Beside:
    """The agency's rights, else the country's; the agency's help, then the country's. In English where the country has no other words."""
    everywhere = countries().get(country, {})
    of_country = (everywhere.get(language) or everywhere.get("en") or Beside(rights=[], support=[])).about(kind)
    own = words.about(kind)
    rights = own.rights if words.rights else of_country.rights
    return Beside(rights=rights, support=[*own.support, *of_country.support])
