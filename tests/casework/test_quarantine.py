"""Files that people send: the ending follows the kind, pictures are written anew, the rest waits for a scanner or a person."""

from __future__ import annotations

import errno
import io
import os
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from casework import files
from casework.errors import BadSetting, NoRoom
from casework.file_kinds import kind_of, named, written_anew
from casework.scan import scan_waiting
from casework.scanning.base import CannotScan, Scanner
from casework.scanning.choosing import scanner_of
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.intake.conftest import Person
from tests.fakes.pictures import picture

PDF = b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>> endobj"
EICAR = b"%PDF-1.7\n" + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("name", "media_type", "shown"),
    [
        ("poly.html", "image/gif", "poly.gif"),
        ("a_gnp.exe", "image/png", "a_gnp.png"),
        ("photo.JPEG", "image/jpeg", "photo.JPEG"),
        ("photo", "image/jpeg", "photo.jpg"),
        ("report.pdf.js", "application/pdf", "report.pdf.pdf"),
    ],
)
def test_the_ending_follows_what_the_file_is(name: str, media_type: str, shown: str) -> None:
    assert named(name, media_type) == shown


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_written_anew_without_what_stood_behind_it(kind: str) -> None:
    body = picture(kind) + b"<script>alert(1)</script>PK\x03\x04"
    found = kind_of(body)
    assert found is not None
    anew = written_anew(body, found.media_type)
    assert anew is not None
    assert b"script" not in anew
    with Image.open(io.BytesIO(anew)) as image:
        assert image.size == (40, 30)


def test_the_place_in_a_photograph_is_not_given_on() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera of Ada Lovelace"
    anew = written_anew(picture("JPEG", exif=exif), "image/jpeg")
    assert anew is not None
    assert b"Lovelace" not in anew


def test_a_gif_that_is_a_page_is_no_picture() -> None:
    assert written_anew(b"GIF89a=1;/*<script>alert(1)</script>*/", "image/gif") is None


async def filed(console: Console, *sent: tuple[str, bytes]) -> tuple[int, list[dict[str, Any]]]:
    person = Person(console.casework.client)
    await person.begin()
    await person.answer_all()
    answer = await console.casework.client.post(
        f"/v1/reports/{person.report}/evidence", files=[("file", (name, body)) for name, body in sent]
    )
    assert answer.status_code == 201, answer.text
    case = (await person.post("submit", turn="file it"))["case"]
    return case, (await console.get(f"/cases/{case}/evidence")).json()["files"]


async def test_several_files_of_one_form_are_all_kept(console: Console) -> None:
    _, kept = await filed(console, ("one.png", picture()), ("two.jpg", picture("JPEG")), ("three.html", picture("GIF")))
    assert [(one["name"], one["state"]) for one in kept] == [
        ("one.png", "clean"),
        ("two.jpg", "clean"),
        ("three.gif", "clean"),
    ]


async def test_an_officer_gets_the_picture_and_not_what_hides_behind_it(console: Console) -> None:
    case, (kept,) = await filed(console, ("one.png", picture() + b"<script>"))
    taken = await console.get(f"/cases/{case}/evidence/{kept['id']}")
    assert taken.status_code == 200
    assert b"<script>" not in taken.content
    originals = [
        path
        for path in (console.casework.services.var / "evidence").rglob("*")
        if path.suffix != ".shown" and path.is_file()
    ]
    assert [path.read_bytes()[-8:] for path in originals] == [b"<script>"], "what was sent stays as it was sent"


async def test_a_pdf_waits_and_a_supervisor_answers_for_it(casework: Any, console: Console) -> None:
    case, (kept,) = await filed(console, ("bill.pdf", PDF))
    assert kept["state"] == "quarantined"
    path = f"/cases/{case}/evidence/{kept['id']}"
    assert (await console.get(path)).status_code == 409
    assert (await console.post(f"{path}/release", "officer", why="I know them")).status_code in (403, 409)
    assert (
        await console.post(f"{path}/release", "supervisor", why="looked at on the machine for that")
    ).status_code == 204
    assert (await console.get(path)).content == PDF
    assert any(one[0] == "release_evidence" for one in trail(casework))


class Says:
    """A scanner that knows one thing."""

    name = "says"

    def infected(self, path: Path) -> str | None:
        return "Eicar-Test" if b"EICAR" in path.read_bytes() else None


async def test_what_the_scanner_says_decides(console: Console) -> None:
    case, kept = await filed(console, ("bill.pdf", PDF), ("bad.pdf", EICAR))
    services = console.casework.services
    await services.database.run(scan_waiting, services.database, services.store, Says())
    after = {one["name"]: one for one in (await console.get(f"/cases/{case}/evidence")).json()["files"]}
    assert (after["bill.pdf"]["state"], after["bad.pdf"]["state"], after["bad.pdf"]["found"]) == (
        "clean",
        "infected",
        "Eicar-Test",
    )
    ids = {one["name"]: one["id"] for one in kept}
    assert (await console.get(f"/cases/{case}/evidence/{ids['bill.pdf']}")).content == PDF
    assert (await console.get(f"/cases/{case}/evidence/{ids['bad.pdf']}")).status_code == 409
    release = await console.post(f"/cases/{case}/evidence/{ids['bad.pdf']}/release", "supervisor", why="please")
    assert release.status_code == 409


async def test_a_file_of_a_message_waits_too(console: Console) -> None:
    case = console.file()
    message = (await console.post(f"/cases/{case}/messages", "officer", text="the form")).json()["message"]
    headers = console.who() | {"Civicline-Filename": "form.exe"}
    sent = await console.casework.client.post(
        f"/v1/agencies/denver/cases/{case}/messages/{message}/attachments", content=PDF, headers=headers
    )
    assert (sent.json()["name"], sent.json()["state"]) == ("form.pdf", "quarantined")
    assert (await console.get(f"/cases/{case}/attachments/{sent.json()['attachment']}")).status_code == 409


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        files.keep(tmp_path / "a" / "file", b"data")
    assert list((tmp_path / "a").iterdir()) == []


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """Speaks as ClamAV's daemon does, for one file after the other."""
    path = str(tmp_path / "clamd.sock")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        while True:
            try:
                peer, _ = server.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                body = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    body += stream.read(size)
                peer.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in body else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield f"clamd:{path}"
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def command(tmp_path: Path) -> str:
    program = tmp_path / "scan.py"
    program.write_text("import sys\nsys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())\n")
    return f"command:{sys.executable} {program}"


@pytest.mark.parametrize("which", ["clamd", "command"])
def test_every_scanner_tells_clean_from_infected(tmp_path: Path, request: pytest.FixtureRequest, which: str) -> None:
    setting = request.getfixturevalue("clamd") if which == "clamd" else command(tmp_path)
    scanner = scanner_of(setting)
    assert scanner is not None
    (tmp_path / "good").write_bytes(PDF)
    (tmp_path / "bad").write_bytes(EICAR)
    assert scanner.infected(tmp_path / "good") is None
    assert scanner.infected(tmp_path / "bad")


@pytest.mark.parametrize("setting", ["clamd:/nowhere/clamd.sock", "command:/nowhere/scan"])
def test_a_scanner_that_is_away_says_nothing_about_the_file(tmp_path: Path, setting: str) -> None:
    (tmp_path / "x").write_bytes(PDF)
    scanner: Scanner | None = scanner_of(setting)
    assert scanner is not None
    with pytest.raises(CannotScan):
        scanner.infected(tmp_path / "x")


def test_a_scanner_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="CIVICLINE_FILE_SCANNER"):
        scanner_of("norton:yes")
