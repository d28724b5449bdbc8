"""A model is packed quickly, and read as any other."""

from __future__ import annotations

import random
import tarfile
from pathlib import Path

import pytest
import rasa.engine.storage.local_model_storage as storage
from tarsafe import TarSafe

from bot_server.patches import quick_archive

FASTEST, SLOWEST = 4, 2  # what a gzip file says of its level, in its ninth byte (RFC 1952, XFL)


@pytest.fixture
def packing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "TarSafe", TarSafe)  # put back afterwards, whatever is installed


def test_an_archive_of_a_training_is_packed_at_the_quickest_level_and_read_by_rasas_own(
    packing: None, tmp_path: Path
) -> None:
    assert _packed(tmp_path / "before.tar.gz", tmp_path)[8] == SLOWEST
    quick_archive.install()
    assert _packed(tmp_path / "model.tar.gz", tmp_path)[8] == FASTEST
    with TarSafe.open(tmp_path / "model.tar.gz", "r:gz") as archive:
        archive.extractall(tmp_path / "again")
    assert (tmp_path / "again" / "part.txt").read_text(encoding="utf-8") == "numbers"


@pytest.mark.parametrize("length", [0, 1, quick_archive.MEMBER, 9 * quick_archive.MEMBER + 7])
def test_what_was_packed_in_many_members_comes_out_as_it_was(packing: None, tmp_path: Path, length: int) -> None:
    quick_archive.install()
    content = random.Random(length).randbytes(length)
    (tmp_path / "numbers").write_bytes(content)
    with storage.TarSafe.open(tmp_path / "model.tar.gz", "w:gz") as made:
        made.add(tmp_path / "numbers", arcname="numbers")
        made.add(tmp_path / "numbers", arcname="again")
    with tarfile.open(tmp_path / "model.tar.gz", "r:gz") as archive:
        assert archive.getnames() == ["numbers", "again"]
        for name in archive.getnames():
            read = archive.extractfile(name)
            assert read is not None
            assert read.read() == content


def test_a_name_that_leads_out_of_the_folder_is_still_refused(packing: None, tmp_path: Path) -> None:
    quick_archive.install()
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as made:
        made.addfile(tarfile.TarInfo("../out.txt"))
    with storage.TarSafe.open(tmp_path / "bad.tar.gz", "r:gz") as archive, pytest.raises(Exception, match="traversal"):
        archive.extractall(tmp_path / "again")


def _packed(archive: Path, folder: Path) -> bytes:
    (folder / "part.txt").write_text("numbers", encoding="utf-8")
    with storage.TarSafe.open(archive, "w:gz") as made:
        made.add(folder / "part.txt", arcname="part.txt")
    return archive.read_bytes()
