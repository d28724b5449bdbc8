"""One process set serves several agencies: the number that was dialled, or the address of the page, says which."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from agencies.loader import AGENCIES
from tests.fakes.agency_line import fake_agency_line
from voice_connector.agency_line import load_agency_line, load_other_agency_lines
from voice_connector.call.parts import Parts
from voice_connector.dialled import Dialled
from voice_connector.errors import SettingsWrong

ELSEWHERE = Path(__file__).resolve().parents[1] / "agencies_elsewhere" / "thornmouth"


def parts(agency: str, country: str = "US", numbers: tuple[str, ...] = (), hosts: tuple[str, ...] = ()) -> Parts:
    agency_line = replace(fake_agency_line(), agency=agency, country=country, numbers=numbers, hosts=hosts)
    nothing = cast(Any, None)
    return Parts(agency_line, nothing, nothing, nothing, nothing, nothing, nothing)


HERE = parts("here", "US", ("+17209132000", "311"), ("here.example",))
THERE = parts("there", "GB", ("+441632960101", "101"), ("there.example:8443",))
DIALLED = Dialled(HERE, [THERE])


@pytest.mark.parametrize(
    ("number", "agency"),
    [
        ("+17209132000", "here"),
        ("7209132000", "here"),
        ("(720) 913-2000", "here"),
        ("311", "here"),
        ("+441632960101", "there"),
        ("00441632960101", "there"),
        ("01632 960101", "there"),
        ("sip:441632960101@trunk.example", "there"),
        ("SIPS:+441632960101;user=phone@trunk.example", "there"),
        ("tel:+44-1632-960101;phone-context=example.com", "there"),
        ("101", "there"),
        ("+15550000000", "here"),  # nobody's: the agency of the environment
        ("", "here"),
        (None, "here"),
        ("anonymous", "here"),
    ],
)
def test_the_number_dialled_chooses_the_agency(number: str | None, agency: str) -> None:
    assert DIALLED.of(number).agency_line.agency == agency


@pytest.mark.parametrize(
    ("host", "agency"),
    [("there.example:8443", "there"), ("THERE.example:8443", "there"), ("here.example:443", "here"), ("x.y", "here")],
)
def test_the_pages_address_chooses_the_agency(host: str, agency: str) -> None:
    assert DIALLED.of(host=host).agency_line.agency == agency


@pytest.mark.parametrize(
    ("pages", "leads"),
    [
        ("leave_to: https://www.weather.gov/\n", "https://www.weather.gov/"),
        ("leave_to: no address at all\n", "about:blank"),
        (None, "about:blank"),
    ],
)
def test_the_quick_way_out_of_the_call_page_is_the_agency_s_and_pages_that_cannot_be_read_stop_no_call(
    tmp_path: Path, pages: str | None, leads: str
) -> None:
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")
    file = tmp_path / "denver" / "pages.yml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("leave_to:")]
    file.unlink()
    if pages is not None:
        file.write_text("\n".join(kept) + f"\n{pages}", "utf-8")
    assert load_agency_line("denver", root=tmp_path).leave_to == leads


def test_a_number_of_two_agencies_stops_the_start() -> None:
    with pytest.raises(SettingsWrong, match="claimed by the agencies here and twin"):
        Dialled(HERE, [parts("twin", "US", ("+17209132000",))])


def test_only_agencies_with_a_number_or_a_page_are_served_beside_the_environments(tmp_path: Path) -> None:
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")
    shutil.copytree(ELSEWHERE, tmp_path / "thornmouth")
    assert [agency_line.agency for agency_line in load_other_agency_lines("denver", root=tmp_path)] == ["thornmouth"]
    assert load_other_agency_lines("thornmouth", root=tmp_path) == ()  # Denver's files name no number
    there = load_agency_line("thornmouth", root=tmp_path)
    assert (there.emergency.phone, there.call_taker.phone) == ("999", "101")
    assert not any("nine one one" in line for line in (*there.lines.fixed, *there.wording))
