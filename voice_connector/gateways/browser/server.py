"""The call page and its WebSocket, as a Sanic blueprint."""

import asyncio
import hmac
import re
from pathlib import Path
from urllib.parse import urlsplit

from sanic import Blueprint, HTTPResponse, Request, Websocket, html, raw
from sanic.exceptions import NotFound

from voice_connector.app import Connector
from voice_connector.clock import RealClock
from voice_connector.gateways.browser.socket import PageCall
from voice_connector.gateways.browser.tokens import PageTokens
from voice_connector.gateways.shared.sockets import SanicSocket
from voice_connector.log import logger

_STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HOST_OF_PAGE = "civicline-host"  # by which address a person came, told by a service of ours
SOURCE_OF_PAGE = "civicline-source"  # where a person came from, hashed by that service
_SOURCE = re.compile(r"[0-9a-f]{16,64}")
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def browser_gateway(connector: Connector) -> Blueprint:
    """GET / is the page, /static/<file> its parts, /call the WebSocket."""
    settings = connector.settings
    tokens = PageTokens(
        settings.page_secret.get_secret_value(), settings.page_token_s, lambda: RealClock().utc().timestamp()
    )
    files = {path.name: path.read_bytes() for path in _STATIC.iterdir() if path.suffix in _TYPES}
    page = (_STATIC / "index.html").read_text("utf-8")
    blueprint = Blueprint("browser")
    calls: set[asyncio.Task[None]] = set()

    @blueprint.get("/")
    async def _page(request: Request) -> HTTPResponse:
        agency_line = connector.exchange.dialled.of(host=request.host).agency_line
        about = {
            "token": tokens.issue(),
            "agency": agency_line.name,
            "emergency": agency_line.emergency.phone or "",
            "leave": agency_line.leave_to,
        }
        return html(_fill(page, about), headers=HEADERS)

    @blueprint.get("/static/<name:str>")
    async def _file(_request: Request, name: str) -> HTTPResponse:
        if name not in files:
            raise NotFound("There is no such file.")
        return raw(files[name], content_type=_TYPES[Path(name).suffix], headers=HEADERS)

    @blueprint.websocket("/call")  # type: ignore[untyped-decorator]  # Sanic has no type for it
    async def _call(request: Request, socket: Websocket) -> None:
        by_service = is_service(request.headers.get("authorization"), settings.service_token.get_secret_value())
        host = request.headers.get(HOST_OF_PAGE) if by_service else request.host
        origin = request.headers.get("origin")
        if not by_service and not origin_is_ours(origin, request.headers.get("host", ""), settings.page_origins):
            logger.warning("a WebSocket from a foreign page was refused")
            await socket.close(4403, "foreign origin")
            return
        idle_s, spent = settings.longest_chat_idle_s, None if by_service else tokens
        source = told_source(request) if by_service else connector.exchange.sources.of_address(own_address(request))
        page_call = PageCall(
            SanicSocket(socket), connector.exchange, spent, RealClock(), idle_s, host, source, connector.chats
        )
        running = asyncio.create_task(page_call.run())
        calls.add(running)
        running.add_done_callback(calls.discard)
        await asyncio.shield(running)  # Sanic cancels a handler whose connection is lost; the call must end properly

    return blueprint


def is_service(authorization: str | None, token: str) -> bool:
    """Whether a service of ours asks, such as the citizens' pages: it has looked at its own page, and needs no token of this one."""
    return bool(token) and hmac.compare_digest(
        (authorization or "").encode("utf-8", "replace"), f"Bearer {token}".encode()
    )


def told_source(request: Request) -> str | None:
    """What a service of ours says of where somebody comes from; None for what is none of our hashes."""
    told = request.headers.get(SOURCE_OF_PAGE, "")
    return f"web:{told}" if _SOURCE.fullmatch(told) else None


def own_address(request: Request) -> str | None:
    """Where the page's reader is; None behind a proxy that nobody told us of (CIVICLINE_PROXIES): all would be the proxy."""
    if request.remote_addr:
        return request.remote_addr
    return None if "x-forwarded-for" in request.headers or "forwarded" in request.headers else request.ip


def origin_is_ours(origin: str | None, host: str, extra: tuple[str, ...]) -> bool:
    """Browsers always say from which page a WebSocket comes; anything else than our own page must be in the settings."""
    if not origin:
        return False
    return origin in extra or (urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc == host)


def _fill(page: str, about: dict[str, str]) -> str:
    """Values go into data attributes, escaped; no script is ever written into the page."""
    for name, value in about.items():
        safe = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        page = page.replace("{{" + name + "}}", safe)
    return page
