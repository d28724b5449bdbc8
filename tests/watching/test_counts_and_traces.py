"""What is seen from outside: requests by route, one trace through the parts of a call, and never a caller's word."""

import io
import itertools
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sanic import HTTPResponse, Request, Sanic
from sanic import json as answered

from casework_client.wire_httpx import casework_over
from voice_connector.bot.client import RasaBot
from voice_connector.bot.holding import HoldingBot
from voice_connector.bot.messages import Message
from voice_connector.clock import RealClock
from watching import traces
from watching.counts import Counts
from watching.sanic_app import watch
from watching.where import in_logs, where, without_words

WORDS = "my name is paula reyes and my pin is 8364"
SECRET = "paula"
_numbers = itertools.count()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    traces.start("test", exporter)
    yield exporter
    traces.stop()


@asynccontextmanager
async def served(app: Sanic[Any, Any]) -> AsyncIterator[str]:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    app.config.TOUCHUP = False  # it rewrites Sanic's classes, which works once a process only
    server: Any = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.after_start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    await server.before_stop()
    await server.close()
    await server.after_stop()


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A bot that asks casework, and casework, in one watched app: two requests of a call."""
    app: Sanic[Any, Any] = Sanic(f"watched-{next(_numbers)}", configure_logging=False)
    counts = Counts("test")
    watch(app, counts)

    @app.post("/webhooks/rest/webhook")
    async def turn(request: Request) -> HTTPResponse:
        here = f"http://{request.headers['host']}"
        with traces.span("action", action="action_route"):
            async with httpx.AsyncClient(base_url=here, trust_env=False) as http:
                await casework_over(http).route({"text": request.json["message"]})
        return answered([{"text": "When?", "custom": {"civicline": {"act": "inform", "need": "theft_cold"}}}])

    @app.post("/v1/route")
    async def route(_: Request) -> HTTPResponse:
        return answered({"status": "ask"})

    @app.get("/v1/people/<name:str>")
    async def person(_: Request, name: str) -> HTTPResponse:
        raise RuntimeError(name)

    async with served(app) as found:
        yield found


async def call(address: str, call_id: str = "call-1") -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        bot = HoldingBot(RasaBot(http, 5.0), RealClock(), 5.0)
        await bot.send(call_id, Message(WORDS, {"agency": "denver", "channel": "voice", "dialled": "+13035550100"}))


def by_name(spans: InMemorySpanExporter) -> dict[str, list[ReadableSpan]]:
    found: dict[str, list[ReadableSpan]] = {}
    for one in spans.get_finished_spans():
        found.setdefault(one.name, []).append(one)
    return found


async def test_a_turn_is_one_trace_from_the_connector_through_bot_and_action_to_casework(
    spans: InMemorySpanExporter, address: str
) -> None:
    await call(address)
    found = by_name(spans)
    (turn,), (action,) = found["turn"], found["action"]
    to_casework, to_bot = sorted(found["request"], key=lambda one: one.end_time or 0)
    chain = [turn, to_bot, action, to_casework]
    assert len({one.context.trace_id for one in chain if one.context}) == 1
    for outer, inner in itertools.pairwise(chain):
        assert inner.parent is not None
        assert outer.context is not None
        assert inner.parent.span_id == outer.context.span_id
    assert to_bot.attributes is not None
    assert to_bot.attributes["civicline.route"] == "/webhooks/rest/webhook"
    assert turn.attributes is not None
    assert turn.attributes["civicline.need"] == "theft_cold"


async def test_turns_of_one_call_share_their_trace_and_another_call_has_its_own(
    spans: InMemorySpanExporter, address: str
) -> None:
    for call_id in ("call-1", "call-1", "call-2"):
        await call(address, call_id)
    one, same, other = (turn.context.trace_id for turn in by_name(spans)["turn"] if turn.context)
    assert one == same != other


async def test_no_word_number_or_call_id_is_in_a_span_or_a_metric(spans: InMemorySpanExporter, address: str) -> None:
    await call(address)
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        await http.get(f"/v1/people/{SECRET}", headers={"traceparent": "not one"})
        await http.get(f"/nowhere/{SECRET}")
        page = (await http.get("/metrics")).text
    told = page + json.dumps([json.loads(one.to_json()) for one in spans.get_finished_spans()])
    assert not [word for word in (SECRET, "8364", "3035550100", "call-1") if word in told]
    assert 'route="/v1/people/<name:str>",status="5xx"' in page
    assert 'route="none",status="4xx"' in page
    assert 'route="/v1/route",status="2xx"} 1.0' in page


async def test_traces_that_are_off_send_no_header_and_need_no_library(address: str) -> None:
    assert traces.carried() == {}
    with traces.span("turn", call="call-1") as nothing:
        nothing.set("need", "theft_cold")
    await call(address)


def test_an_attribute_that_is_not_of_the_list_is_not_kept(spans: InMemorySpanExporter) -> None:
    with traces.span("turn", text=WORDS, need="theft_cold"), pytest.raises(RuntimeError), traces.span("action"):
        raise RuntimeError(WORDS)
    assert SECRET not in "".join(one.to_json() for one in spans.get_finished_spans())


async def test_counts_of_pages_that_people_reach_want_a_token() -> None:
    app: Sanic[Any, Any] = Sanic("watched-pages", configure_logging=False)
    watch(app, Counts("pages"), token="the-token-of-this-test")
    async with served(app) as found, httpx.AsyncClient(base_url=found, trust_env=False) as http:
        assert (await http.get("/metrics")).status_code == 404
        shown = await http.get("/metrics", headers={"Authorization": "Bearer the-token-of-this-test"})
    assert shown.status_code == 200


def test_where_something_failed_is_told_without_the_words_of_the_error() -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as first:
            raise ValueError(WORDS) from first
    except ValueError as error:
        told = where(error)
        event = without_words(None, "error", {"event": "it failed", "exc_info": True})
    assert re.fullmatch(
        r"ValueError at test_counts_and_traces\.py:\d+, after KeyError at test_counts_and_traces\.py:\d+", told
    )
    assert event == {"event": "it failed", "exception": told}
    assert without_words(None, "info", {"event": "fine", "exc_info": False}) == {"event": "fine"}


def test_what_libraries_log_of_an_exception_holds_no_words_either(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    library = logging.getLogger("a library")
    monkeypatch.setattr(logging.Formatter, "formatException", logging.Formatter.formatException)
    monkeypatch.setattr(library, "handlers", [handler])
    monkeypatch.setattr(library, "propagate", False)
    in_logs()
    try:
        raise KeyError(WORDS)
    except KeyError:
        library.exception("a request could not be handled")
    assert re.fullmatch(
        r"a request could not be handled\nKeyError at test_counts_and_traces\.py:\d+\n", written.getvalue()
    )
