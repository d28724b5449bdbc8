"""The connector as a web server: health, metrics, and the gateways that live on HTTP."""

import asyncio
import signal
import socket
from typing import Any

from sanic import HTTPResponse, Request, Sanic, json, raw
from sanic.exceptions import SanicException

from voice_connector.app import Connector, open_connector
from voice_connector.errors import SettingsWrong
from voice_connector.gateways.asterisk.server import asterisk_gateway
from voice_connector.gateways.browser.server import browser_gateway
from voice_connector.gateways.sip.server import SipServer
from voice_connector.gateways.text.server import text_gateway
from voice_connector.gateways.twilio.server import twilio_gateway
from voice_connector.heartbeat import beat
from voice_connector.live.server import live_gateway
from voice_connector.log import logger
from voice_connector.settings import Settings
from voice_connector.speech.engines import pools_of
from voice_connector.speech.pool import EnginePool
from watching import traces
from watching.neighbours import answers
from watching.sanic_app import route_of, watch
from watching.where import in_logs

_HAND_OVER_WITHIN_S = 12.0
_LARGEST_FRAME = 64 * 1024
_WHOLE_REQUEST_S = 10
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def serve(settings: Settings) -> None:
    """Takes calls until the process is told to stop. Raises SettingsWrong when it cannot start."""
    if not settings.log_pii:
        in_logs()
    traces.start("connector")
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    door = _bind(settings.host, settings.connector_port)
    async with open_connector(settings) as connector:
        await _run(connector, door)


def _bind(host: str, port: int) -> socket.socket:
    """Takes the port before anything slow is loaded. Raises SettingsWrong when somebody else has it."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise SettingsWrong(
            f"The connector cannot have port {port} on {host} ({error.strerror}); free it or set CIVICLINE_CONNECTOR_PORT."
        ) from None
    return door


async def _run(connector: Connector, door: socket.socket) -> None:
    """Serves until it is told to stop: SIGTERM lets calls end first, SIGINT or a second SIGTERM does not."""
    app = build_app(connector)
    stopping, at_once = asyncio.Event(), asyncio.Event()
    _on_signals(stopping, at_once)
    options = {"start_serving": False}
    server: Any = await app.create_server(
        sock=door, return_asyncio_server=True, access_log=False, asyncio_server_kwargs=options
    )
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    logger.info("connector takes calls", most_calls=connector.exchange.admission.most_calls)
    beating = asyncio.create_task(beat(connector.settings.hangs_after_s))
    await stopping.wait()
    await _leave(connector, at_once)
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    await server.before_stop()
    server.close()
    await server.after_stop()


def _on_signals(stopping: asyncio.Event, at_once: asyncio.Event) -> None:
    def told(hurried: bool) -> None:
        if hurried or stopping.is_set():
            at_once.set()
        stopping.set()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, told, False)
    loop.add_signal_handler(signal.SIGINT, told, True)


async def _leave(connector: Connector, at_once: asyncio.Event) -> None:
    """Calls may end by themselves for a while; then a person takes over what is left."""
    exchange, drain_s = connector.exchange, connector.settings.drain_s
    logger.info("connector takes no more calls", calls=exchange.active, drain_s=drain_s)
    await connector.chats.park()  # the pages go on with them where there is a connector
    await exchange.drain(drain_s, at_once)
    logger.info("connector stops", calls=exchange.active)
    await exchange.close(_HAND_OVER_WITHIN_S)


def build_app(connector: Connector, name: str = "civicline-connector") -> Sanic[Any, Any]:
    """The Sanic application around a connector that is ready."""
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.PROXIES_COUNT = connector.settings.proxies
    app.config.WEBSOCKET_MAX_SIZE = _LARGEST_FRAME
    app.config.REQUEST_MAX_SIZE = _LARGEST_FRAME
    app.config.REQUEST_TIMEOUT = _WHOLE_REQUEST_S  # whoever sends a request letter by letter is cut off
    app.config.MOTD = False
    watch(app, connector.metrics.requests, page=False)
    app.blueprint(browser_gateway(connector))
    app.blueprint(live_gateway(connector))
    if connector.settings.sip.on:
        SipServer(connector, connector.settings.sip).mount(app)
    if connector.settings.text.on:
        app.blueprint(text_gateway(connector, connector.settings.text))
    if connector.settings.twilio.on:
        app.blueprint(twilio_gateway(connector, connector.settings.twilio))
    for blueprint in asterisk_gateway(connector):
        app.blueprint(blueprint)
    app.add_route(_healthz, "/healthz")
    app.add_route(_readyz(connector), "/readyz", name="readyz")
    app.add_route(_metrics(connector), "/metrics", name="metrics")
    app.error_handler.add(SanicException, _plain_error)
    app.error_handler.add(Exception, _our_error)
    app.error_handler.log = _told  # type: ignore[method-assign]  # of WebSockets, which have no answer any more
    return app


async def _healthz(_request: Request) -> HTTPResponse:
    return json({"alive": True})


def _readyz(connector: Connector) -> Any:
    """Ready means: a call is answered. Without the bot or casework it still is, by handing over to a person; 503 while draining."""

    async def answer(_request: Request) -> HTTPResponse:
        bot, casework = await asyncio.gather(answers(connector.bot.ready()), answers(connector.casework.ready()))
        exchange, admission = connector.exchange, connector.exchange.admission
        parts = {
            "engines": {name: _pool(pool) for name, pool in pools_of(connector.engines)},
            "bot": bot,
            "casework": casework,
            "spool": connector.spool.waiting(),
            "calls": exchange.active,
        }
        room = {
            "most_calls": admission.most_calls,
            "most_late": admission.most_late,
            "next": admission.room(exchange.spoken),
            "measured": admission.measured,
            "spoken": exchange.spoken,
            "most_chats": admission.most_written,
        }
        ready = not admission.draining
        body = {"ready": ready, "degraded": not (bot and casework), "room": room, "parts": parts}
        return json(body, status=200 if ready else 503)

    return answer


def _pool(pool: EnginePool[Any]) -> dict[str, Any]:
    return {"processes": pool.pids, "waiting": pool.waiting, "restarts": pool.restarts}


def _metrics(connector: Connector) -> Any:
    async def answer(_request: Request) -> HTTPResponse:
        connector.metrics.observe(connector.engines, connector.spool, connector.exchange.admission)
        return raw(connector.metrics.page(), content_type=_METRICS_TYPE)

    return answer


async def _plain_error(_request: Request, error: SanicException) -> HTTPResponse:
    return json({"error": {"code": str(error.status_code), "message": str(error)}}, status=error.status_code)


async def _our_error(request: Request, error: Exception) -> HTTPResponse:
    _told(request, error)
    return json({"error": {"code": "500", "message": "Something of ours failed."}}, status=500)


def _told(request: Request, exception: Exception) -> None:
    """Not Sanic's own: it writes the whole address and the error's text, either of which may hold a caller's number or words."""
    if not getattr(exception, "quiet", False):
        logger.error("a request failed", route=route_of(request), exc_info=exception)
