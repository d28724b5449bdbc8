"""A start does no work twice: the archive is unpacked once, and gives what Rasa's own loading gives."""

from __future__ import annotations

import contextlib
import io
import tarfile
from pathlib import Path
from typing import Any, List

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot_server import unpacking
from bot_server.patches import quick_start

METADATA = b'{"predict_schema": {"nodes": {}}}'


def archive(path: Path, names: List[str]) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for name in names:
            entry = tarfile.TarInfo(name)
            content = METADATA if name == "metadata.json" else name.encode()
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> List[Path]:
    """Every archive that is unpacked, in order."""
    seen: List[Path] = []
    real = unpacking._unpacked

    def unpacked(model: Path, folder: Path) -> Path:
        seen.append(model)
        return real(model, folder)

    monkeypatch.setattr(unpacking, "_unpacked", unpacked)
    return seen


def test_what_was_unpacked_for_the_look_is_handed_over_and_unpacked_no_second_time(
    tmp_path: Path, counted: List[Path]
) -> None:
    model = archive(tmp_path / "model.tar.gz", ["components/one/part.json", "metadata.json"])
    assert unpacking.metadata_of(model) == unpacking.metadata_of(model)
    (tmp_path / "taken").mkdir()
    quick_start.extract(model, tmp_path / "taken")
    assert counted == [model]
    assert (tmp_path / "taken/components/one/part.json").read_text() == "components/one/part.json"
    assert (tmp_path / "taken/metadata.json").read_bytes() == METADATA


def test_a_model_that_nobody_looked_at_is_unpacked_all_the_same(tmp_path: Path) -> None:
    model = archive(tmp_path / "model.tar.gz", ["metadata.json"])
    (tmp_path / "taken").mkdir()
    quick_start.extract(str(model), tmp_path / "taken")
    assert (tmp_path / "taken/metadata.json").exists()


def test_another_model_under_the_same_name_is_unpacked_anew(tmp_path: Path, counted: List[Path]) -> None:
    unpacking.metadata_of(archive(tmp_path / "model.tar.gz", ["metadata.json"]))
    model = archive(tmp_path / "model.tar.gz", ["components/new", "metadata.json"])
    (tmp_path / "taken").mkdir()
    unpacking.take_over(model, tmp_path / "taken")
    assert len(counted) == 2
    assert (tmp_path / "taken/components/new").exists()
    unpacking.forget()


@pytest.mark.parametrize("name", ["../outside", "/outside"])
def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    model = archive(tmp_path / "model.tar.gz", [name, "metadata.json"])
    (tmp_path / "deep").mkdir()
    with contextlib.suppress(tarfile.TarError):
        unpacking.take_over(model, tmp_path / "deep")
    assert not (tmp_path / "outside").exists()
    assert not Path("/outside").exists()


def test_what_is_no_archive_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_bytes(b"no archive")
    with pytest.raises(tarfile.TarError):
        unpacking.metadata_of(tmp_path / "broken.tar.gz")
    assert not unpacking._kept


def test_the_domain_of_a_model_is_what_rasas_own_loading_makes_of_it(tmp_path: Path) -> None:
    domain = Domain.load("domain.yml")
    storage, resource = LocalModelStorage(tmp_path), Resource("domain_provider")
    DomainProvider(storage, resource)._persist(domain)
    with storage.read_from(resource) as folder:
        rasas = Domain.from_path(folder)
    context: Any = None
    ours = quick_start.load(DomainProvider, {}, storage, resource, context).provide_inference()
    assert ours.as_dict() == rasas.as_dict()
    assert ours.fingerprint() == rasas.fingerprint()
