"""Where a call comes from is a hash: the same for the same telephone however a carrier writes it, and nothing for a withheld number."""

import pytest
from sanic.compat import Header

from voice_connector.gateways.browser.server import own_address, told_source
from voice_connector.sources import Sources

SOURCES = Sources("a secret of the line")


class _Page:
    """As much of a request as is looked at."""

    def __init__(self, remote: str = "", **headers: str) -> None:
        self.remote_addr, self.ip = remote, "10.0.0.1"
        self.headers = Header({name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "written", ["+13035550143", "13035550143", "303 555 0143", "(303) 555-0143", "3035550143@pbx.example"]
)
def test_one_telephone_is_one_source_however_it_is_written(written: str) -> None:
    found = SOURCES.of_number(written)
    assert found == SOURCES.of_number("+13035550143")
    assert found is not None
    assert "3035550143" not in found
    assert found != SOURCES.of_number("+13035550144")
    assert found != Sources("another line").of_number(written)


@pytest.mark.parametrize("written", [None, "", "anonymous", "Restricted", "+266696687", "+7378742833", "100"])
def test_who_withholds_the_number_has_no_source(written: str | None) -> None:
    assert SOURCES.of_number(written) is None


def test_behind_a_proxy_that_nobody_told_of_a_page_has_no_source_rather_than_everybody_the_same() -> None:
    assert own_address(_Page()) == "10.0.0.1"  # type: ignore[arg-type]
    assert own_address(_Page(x_forwarded_for="203.0.113.9")) is None  # type: ignore[arg-type]
    assert own_address(_Page("203.0.113.9", x_forwarded_for="203.0.113.9")) == "203.0.113.9"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "kept"), [("0123456789abcdef", "web:0123456789abcdef"), ("+13035550143", None), ("", None)]
)
def test_a_service_of_ours_tells_a_hash_and_nothing_else(told: str, kept: str | None) -> None:
    assert told_source(_Page(civicline_source=told)) == kept  # type: ignore[arg-type]
