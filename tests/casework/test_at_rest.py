"""Casework sees whether its folder is on an encrypted disk, and starts or does not as the operator wants."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from casework.at_rest import check, is_encrypted
from casework.errors import BadSetting


def disk(tmp_path: Path, *layers: str) -> Path:
    """A /sys/dev/block in which the device of this folder stands on these layers, the uppermost first; each a dm uuid or ""."""
    device = os.stat(tmp_path).st_dev
    blocks = tmp_path / "block"
    here = blocks / f"{os.major(device)}:{os.minor(device)}"
    for number, uuid in enumerate(layers):
        (here / "dm").mkdir(parents=True) if uuid else here.mkdir(parents=True, exist_ok=True)
        if uuid:
            (here / "dm" / "uuid").write_text(uuid)
        if number + 1 < len(layers):
            here = here / "slaves" / f"under{number}"
    return blocks


@pytest.mark.parametrize("layers", [["CRYPT-LUKS2-0a"], ["LVM-vg", "CRYPT-LUKS2-0a"], ["LVM-vg", "", "CRYPT-LUKS1-0a"]])
def test_luks_is_seen_below_whatever_stands_on_it(tmp_path: Path, layers: list[str]) -> None:
    assert is_encrypted(tmp_path / "var" / "not-there-yet", disk(tmp_path, *layers))
    check(tmp_path / "var", "require", tmp_path / "block")


@pytest.mark.parametrize("layers", [[""], ["LVM-vg", ""], []])
def test_a_plain_disk_stops_the_start_where_that_is_wanted(
    tmp_path: Path, layers: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    blocks = disk(tmp_path, *layers)
    with pytest.raises(BadSetting, match="not on an encrypted disk"):
        check(tmp_path, "require", blocks)
    with caplog.at_level(logging.WARNING, "casework.at_rest"):
        check(tmp_path, "warn", blocks)
    assert "not on an encrypted disk" in caplog.text
    check(tmp_path, "elsewhere", blocks)
    check(tmp_path, "unchecked", blocks)


def test_a_mirror_of_which_one_half_is_plain_is_not_encrypted(tmp_path: Path) -> None:
    blocks = disk(tmp_path, "LVM-vg", "CRYPT-LUKS2-0a")
    plain = next(blocks.iterdir()) / "slaves" / "plain"
    plain.mkdir()
    assert not is_encrypted(tmp_path, blocks)
