"""TLS between our parts: a real handshake for every combination, and one sentence for every setting that does not fit."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest

from signatures import tls
from tests.fakes.certificates import Pair, authority, certificate


@pytest.fixture
def own(tmp_path: Path) -> Pair:
    return authority(tmp_path)


@pytest.fixture
def part(tmp_path: Path, own: Pair) -> dict[str, str]:
    made = certificate(tmp_path, "casework", own)
    return {tls.CERT: str(made.cert), tls.KEY: str(made.key), tls.CA: str(own.cert)}


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str = "127.0.0.1") -> str:
    """What came through, "" when the listener hung up; raises ssl.SSLError for whom the client does not trust."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def serve() -> None:
        plain, _ = listener.accept()
        try:
            with server.wrap_socket(plain, server_side=True) as secured:
                secured.sendall(b"good morning")
        except (ssl.SSLError, OSError):
            plain.close()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    try:
        plain = socket.create_connection(listener.getsockname(), timeout=5)
        with plain, client.wrap_socket(plain, server_hostname=name) as secured:
            try:
                return secured.recv(100).decode()
            except (ssl.SSLError, ConnectionError):
                return ""
    finally:
        serving.join(5)
        listener.close()


def contexts(server: dict[str, str], client: dict[str, str]) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    listening, asking = tls.listening(server), tls.asking(client)
    assert listening is not None
    assert asking is not None
    return listening, asking


def test_a_part_is_known_by_the_authority_of_our_own(part: dict[str, str]) -> None:
    assert shake_hands(*contexts(part, {tls.CA: part[tls.CA]})) == "good morning"


def test_a_part_with_a_foreign_certificate_is_not_spoken_to(part: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "foreign").mkdir()
    foreign = authority(tmp_path / "foreign", "foreign")
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(*contexts(part, {tls.CA: str(foreign.cert)}))


def test_a_certificate_for_another_name_is_refused(part: dict[str, str]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(*contexts(part, {tls.CA: part[tls.CA]}), name="records.example.org")


def test_with_mutual_tls_nobody_comes_in_without_a_certificate_of_ours(
    part: dict[str, str], own: Pair, tmp_path: Path
) -> None:
    mutual = part | {tls.CLIENTS: "required"}
    bot = certificate(tmp_path, "bot", own)
    shows = {tls.CA: part[tls.CA], tls.CERT: str(bot.cert), tls.KEY: str(bot.key)}
    assert shake_hands(*contexts(mutual, shows)) == "good morning"
    assert shake_hands(*contexts(mutual, {tls.CA: part[tls.CA]})) == ""


def test_nothing_older_than_tls_1_2_is_spoken(part: dict[str, str]) -> None:
    for one in contexts(part, part):
        assert one.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_without_settings_a_part_is_as_before() -> None:
    assert tls.listening({}) is None
    assert tls.asking({}) is None
    assert tls.for_rasa({}) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({tls.KEY: ""}, "belong together"),
        ({tls.CERT: "/nowhere/cert.pem"}, "cert.pem, which cannot be read"),
        ({tls.CLIENTS: "yes"}, "write required"),
        ({tls.CLIENTS: "required", tls.CA: ""}, "wants"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(part: dict[str, str], changed: dict[str, str], says: str) -> None:
    with pytest.raises(tls.BadTls, match=says):
        tls.listening(part | changed)


def test_files_that_are_no_certificates_are_named_by_their_variable(part: dict[str, str], tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("not a certificate")
    with pytest.raises(tls.BadTls, match=tls.CERT):
        tls.listening(part | {tls.CERT: str(junk)})
    with pytest.raises(tls.BadTls, match=tls.CA):
        tls.asking({tls.CA: str(junk)})


def test_rasa_listens_with_the_same_files(part: dict[str, str], monkeypatch: Any) -> None:
    assert tls.for_rasa(part) == ["--ssl-certificate", part[tls.CERT], "--ssl-keyfile", part[tls.KEY]]
