"""Webhooks go to the public internet, and inside only to hosts that the operator named; what was checked is what is connected to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from casework.database import Database
from casework.errors import BadRequest
from casework.webhooks import addresses
from casework.webhooks.delivery import Deliverer, OverHttp
from casework.webhooks.reach import NotCalled, Reach
from casework.webhooks.tables import WebhookDelivery
from tests.casework.console import NOW
from tests.casework.webhooks.test_webhooks import SUPERVISOR, deliveries
from tests.fakes.certificates import authority, certificate

PUBLIC, INSIDE = "93.184.215.14", "10.0.4.7"


@dataclass
class NameServer:
    """Answers in turn; the last answer stays."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise OSError("no such name")
        return answer


@dataclass
class Server:
    """A server on this machine; remembers what it was asked, and answers as told."""

    answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n"
    got: list[bytes] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.got.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def served(server: Server, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    running = await asyncio.start_server(server, "127.0.0.1", 0, ssl=context)
    async with running:
        yield running.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("rms.city.internal", "https://rms.city.internal/in"),
        ("RMS.City.Internal.", "https://rms.city.internal/in"),
        ("10.0.4.7", "https://10.0.4.7:8443/in"),
        ("localhost 127.0.0.1", "http://localhost:9/in"),
        ("", "https://rms.example.gov/in"),
        ("", "https://93.184.215.14/in"),
        ("", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/in"),
    ],
)
def test_the_public_and_what_the_operator_named_may_be_put_in(inside: str, url: str) -> None:
    Reach.of(inside).check(url)


@pytest.mark.parametrize(
    "url",
    ["https://169.254.169.254/", "https://100.100.100.200/", "https://[fd00:ec2::254]/", "https://168.63.129.16/"],
)
def test_no_setting_opens_where_clouds_keep_secrets(url: str) -> None:
    with pytest.raises(BadRequest):
        Reach.of("169.254.169.254 100.100.100.200 fd00:ec2::254 168.63.129.16").check(url)


def test_a_name_that_is_only_like_a_named_one_is_not_named() -> None:
    with pytest.raises(BadRequest):
        Reach.of("rms.city.internal").check("https://evil-rms.city.internal/in")


@pytest.mark.parametrize("found", [[INSIDE], [PUBLIC, INSIDE], ["fd12::1"], ["::ffff:10.0.0.1"], ["169.254.169.254"]])
async def test_a_public_name_of_an_inside_address_cannot_be_put_in(console, found: list[str]) -> None:
    console.casework.services.webhook_reach = Reach(resolve=NameServer([found]))
    refused = await console.post("/webhooks", "supervisor", url="https://rms.example.gov/in")
    assert refused.status_code == 400
    assert "CIVICLINE_WEBHOOK_HOSTS" in refused.text


async def test_a_named_host_is_put_in_and_one_that_is_not_known_yet_too(console) -> None:
    console.casework.services.webhook_reach = Reach(frozenset({"rms.city.internal"}), NameServer([[INSIDE], []]))
    for url in ("https://rms.city.internal/in", "https://soon.example.gov/in"):
        assert (await console.post("/webhooks", "supervisor", url=url)).status_code == 201


async def test_a_name_that_leads_inside_later_is_not_called_and_the_agency_reads_why(
    database: Database, file_report: Callable[..., int]
) -> None:
    with database.writing() as session:
        addresses.add(session, "denver", "https://rms.example.gov/in", [], SUPERVISOR, NOW)
    file_report()
    send = OverHttp(Reach(resolve=NameServer([[INSIDE]])))
    assert await Deliverer(database, send).once(NOW) == 1
    (row,) = deliveries(database)
    assert isinstance(row, WebhookDelivery)
    assert (row.state, row.last_problem) == ("waiting", "leads inside, where webhooks do not go")
    await send.close()


async def test_the_address_that_was_checked_is_connected_to_and_nobody_is_asked_again() -> None:
    """The name is known to nobody but this resolver, whose second answer would be another one."""
    server, names = Server(), NameServer([["127.0.0.1"], [PUBLIC]])
    async with served(server) as port:
        send = OverHttp(Reach(frozenset({"rms.example.gov"}), names))
        assert await send(f"http://rms.example.gov:{port}/in", b"{}", {}) == 204
        await send.close()
    assert names.asked == ["rms.example.gov"]
    assert f"host: rms.example.gov:{port}".encode() in server.got[0].lower()


async def test_the_certificate_is_that_of_the_name_though_the_address_is_connected_to(tmp_path: Path) -> None:
    own = authority(tmp_path)
    theirs = certificate(tmp_path, "rms", own, "rms.example.gov")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(theirs.cert, theirs.key)
    server, names = Server(), NameServer([["127.0.0.1"]])
    trusted = ssl.create_default_context(cafile=str(own.cert))
    async with served(server, context) as port:
        send = OverHttp(Reach(frozenset({"rms.example.gov", "other.example.gov"}), names), trusted)
        assert await send(f"https://rms.example.gov:{port}/in", b"{}", {}) == 204
        with pytest.raises(httpx.ConnectError, match=r"Hostname mismatch|other\.example\.gov"):
            await send(f"https://other.example.gov:{port}/in", b"{}", {})
        await send.close()
    assert len(server.got) == 1


async def test_a_redirect_inside_is_an_answer_and_leads_nowhere() -> None:
    server = Server(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /secret\r\nContent-Length: 0\r\n\r\n")
    async with served(server) as port:
        send = OverHttp(Reach(frozenset({"rms.example.gov"}), NameServer([["127.0.0.1"]])))
        assert await send(f"http://rms.example.gov:{port}/in", b"{}", {}) == 307
        await send.close()
    assert len(server.got) == 1


async def test_where_the_first_address_does_not_answer_the_next_one_is_tried_and_none_is_where_one_lies_inside() -> (
    None
):
    server = Server()
    async with served(server) as port:
        send = OverHttp(Reach(frozenset({"rms.example.gov"}), NameServer([["127.0.0.9", "127.0.0.1"]])))
        assert await send(f"http://rms.example.gov:{port}/in", b"{}", {}) == 204
        mixed = OverHttp(Reach(resolve=NameServer([[PUBLIC, "127.0.0.1"]])))
        with pytest.raises(NotCalled):
            await mixed(f"http://rms.example.gov:{port}/in", b"{}", {})
        await send.close()
        await mixed.close()
    assert len(server.got) == 1
