"""pronunciations.yml: names that a voice reads wrong."""

from pathlib import Path

import pytest

from agencies.errors import BrokenAgencyFile
from agencies.line.pronunciations import load_pronunciations
from agencies.loader import AGENCIES


def test_an_agency_needs_none(tmp_path: Path) -> None:
    assert load_pronunciations(tmp_path, "here") == {}


def test_the_sample_city_pronounces_streets_that_it_has() -> None:
    folder = AGENCIES / "denver"
    streets = {line.partition(",")[0] for line in (folder / "streets.csv").read_text("utf-8").splitlines()}
    assert set(load_pronunciations(folder, "denver")) <= streets


@pytest.mark.parametrize("line", ["Tejon: ˈtɛhoʊn", "Tejon: ''", "Tejon: 7", "Tejon: [a, b]"])
def test_what_no_voice_could_read_is_a_fault_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "pronunciations.yml").write_text(f"Zuni: Zoo nee\n{line}\n", "utf-8")
    with pytest.raises(BrokenAgencyFile, match=r"pronunciations\.yml"):
        load_pronunciations(tmp_path, "here")
