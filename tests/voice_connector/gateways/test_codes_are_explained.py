"""The telephony engineer's guide explains every code with which a carrier's or PBX's broken protocol is logged."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CODE = re.compile(r'WireError\(\s*"([a-z_]+)"')


@pytest.mark.parametrize("gateway", ["asterisk", "twilio", "text", "shared", "sip"])
def test_every_code_of_a_broken_protocol_is_explained(gateway: str) -> None:
    guide = (ROOT / "docs/guides/telephony-engineer.md").read_text("utf-8")
    sources = (ROOT / "voice_connector/gateways" / gateway).glob("*.py")
    used = {code for source in sources for code in CODE.findall(source.read_text("utf-8"))}
    assert {code for code in used if f"`{code}`" not in guide} == set()
