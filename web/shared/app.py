"""Makes a web app: settings in, a Sanic app out that has the agency's look, the visit, the guards and the errors.

    app = make_app("civicline-citizen", settings, here=Path(__file__).parent, cookie="civicline")

`here` holds the app's own `templates/`, `assets/` and `translations/`. A handler finds in `request.ctx`: `look` (whose pages),
`visit` (what is remembered), `language`; in `request.app.ctx`: `pages` (renders), `casework` (asks), `settings`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
from sanic import HTTPResponse, Request, Sanic, empty, json, raw, text
from sanic.exceptions import NotFound, PayloadTooLarge

from casework_client.wire_httpx import casework_over
from signatures import tls
from watching.counts import Counts
from watching.neighbours import answers
from watching.sanic_app import watch
from web.shared import maps
from web.shared.assets import SHARED as SHARED_ASSETS
from web.shared.assets import Assets
from web.shared.errors import show_errors
from web.shared.forms import given
from web.shared.guarding import Rates, check_form, put_headers, source_of
from web.shared.look import Look, Looks
from web.shared.pages import Pages, redirect
from web.shared.settings import PagesSettings
from web.shared.visit import Visit, Visits, is_loopback
from web.shared.words import SHARED as SHARED_WORDS
from web.shared.words import Catalogues

LARGEST_FORM = 12 * 1024 * 1024  # a file of ten megabytes, and the form around it
_UNCOUNTED = ("/assets/", "/healthz", "/readyz", "/look/", "/metrics")
NOBODYS = secrets.token_urlsafe(32)  # without a secret that is shared, nobody reads what is counted
FRAMED = "/widget"  # what is below it may stand in a frame of the agency's own sites


def make_app(name: str, settings: PagesSettings, here: Path, cookie: str) -> Sanic[Any, Any]:
    """Raises BrokenAgencyFile when the agency has no pages to show."""
    looks = Looks(settings.agencies_root, settings.agency)
    looks.check()
    assets = Assets(
        SHARED_ASSETS / "vendored", SHARED_ASSETS / "trimmed", SHARED_ASSETS / "own", *_there(here / "assets")
    )
    own_words = here / "translations"  # an app without any speaks English alone
    catalogues = Catalogues(SHARED_WORDS, own_words) if own_words.is_dir() else Catalogues()
    pages = Pages(assets, catalogues, *_there(here / "templates"))
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.update(
        MOTD=False, ACCESS_LOG=False, REQUEST_MAX_SIZE=LARGEST_FORM, REQUEST_TIMEOUT=60, FALLBACK_ERROR_FORMAT="html"
    )
    if settings.web_proxies:
        app.config.PROXIES_COUNT = settings.web_proxies
    app.ctx.settings, app.ctx.looks, app.ctx.pages = settings, looks, pages
    app.ctx.visits = Visits(cookie, settings.web_keys.get_secret_value(), settings.session_idle_minutes)
    app.ctx.rates = Rates(settings.requests_a_minute)
    app.ctx.when_left = []  # what an app does beside, with the visit as it still is; nobody waits for it
    app.blueprint(assets.blueprint())
    app.blueprint(maps.blueprint)
    counts = Counts(name.removeprefix("civicline-"))
    watch(app, counts, token=settings.service_token.get_secret_value() or NOBODYS)
    _guard(app)
    _common_pages(app)
    _ask_casework(app, settings)
    show_errors(app, pages)
    return app


def _guard(app: Sanic[Any, Any]) -> None:
    ctx = app.ctx

    @app.on_request
    async def _before(request: Request) -> None:
        request.ctx.look = ctx.looks.of(request.headers.get("host", ""))
        request.ctx.visit = ctx.visits.read(request)
        request.ctx.framed = request.path.startswith(f"{FRAMED}/")
        request.ctx.language = ctx.pages.catalogues.choose(
            request.ctx.visit.get("language"), request.headers.get("accept-language", ""), request.ctx.look.languages
        )
        if not request.path.startswith(_UNCOUNTED):
            ctx.rates.take(source_of(request))
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > LARGEST_FORM:
            raise PayloadTooLarge("The form is too large.", quiet=True)
        check_form(request)

    @app.on_response  # type: ignore[untyped-decorator]  # Sanic has no type for it
    async def _after(request: Request, response: HTTPResponse) -> None:
        visit: Visit | None = getattr(request.ctx, "visit", None)
        framed = bool(getattr(request.ctx, "framed", False))
        secure = not is_loopback(request)
        look: Look | None = getattr(request.ctx, "look", None)
        ancestors = ("'self'", *look.pages.frame_ancestors) if framed and look else ()
        put_headers(response, secure=secure, frame_ancestors=ancestors)
        kept_by_others = response.headers.get("cache-control", "").startswith("public")
        if visit is not None and not kept_by_others and not request.path.startswith(_UNCOUNTED):
            ctx.visits.write(request, response, visit, framed=framed)


def _common_pages(app: Sanic[Any, Any]) -> None:
    """Health, the agency's colours and seal, the choice of a language, and the quick way out."""

    @app.get("/healthz")
    async def _alive(_request: Request) -> HTTPResponse:
        return json({"alive": True})

    @app.get("/readyz")
    async def _ready(request: Request) -> HTTPResponse:
        """Ready without casework too: the pages then say whom to call."""
        return json({"ready": True, "casework": await answers(request.app.ctx.casework.ready())})

    @app.get("/robots.txt")
    async def _robots(_request: Request) -> HTTPResponse:
        return text("User-agent: *\nDisallow: /case\nDisallow: /report\n")

    @app.get("/look/colours.css")
    async def _colours(request: Request) -> HTTPResponse:
        headers = {"Cache-Control": "public, max-age=300"}
        return raw(request.ctx.look.stylesheet().encode(), headers=headers, content_type="text/css; charset=utf-8")

    @app.get("/look/seal")
    async def _seal(request: Request) -> HTTPResponse:
        look = request.ctx.look
        if look.seal is None:
            raise NotFound("This agency has no seal.")
        kind = "image/svg+xml" if look.pages.seal.endswith(".svg") else "image/png"
        headers = {
            "Cache-Control": "public, max-age=300",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        return raw(look.seal, headers=headers, content_type=kind)

    @app.get("/favicon.ico")
    async def _icon(_request: Request) -> HTTPResponse:
        return empty()

    @app.post("/language")
    async def _language(request: Request) -> HTTPResponse:
        request.ctx.visit.put("language", given(request, "to")[:20])
        return redirect(local(given(request, "back")))

    @app.get("/leave")
    async def _leave(request: Request) -> HTTPResponse:
        """Forgets the visit and goes where nothing is to be seen. Another site's link or picture makes nobody forget."""
        if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
            for left in request.app.ctx.when_left:
                left(request)
            request.ctx.visit.forget()
        response = redirect(request.ctx.look.pages.leave_to)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _ask_casework(app: Sanic[Any, Any], settings: PagesSettings) -> None:
    client = httpx.AsyncClient(
        base_url=str(settings.casework_url).rstrip("/"),
        headers={"Authorization": f"Bearer {(settings.casework_token or settings.service_token).get_secret_value()}"},
        timeout=settings.casework_timeout_ms / 1000,
        verify=tls.asking() or True,
    )
    app.ctx.casework_http, app.ctx.casework = client, casework_over(client)

    @app.after_server_stop
    async def _close(*_: Any) -> None:
        await client.aclose()


def local(address: str | None) -> str:
    """An address of this site, for coming back after a form; anything else is the first page."""
    wished = address or "/"
    return wished if wished.startswith("/") and not wished.startswith(("//", "/\\")) and wished.isprintable() else "/"


def _there(folder: Path) -> Iterable[Path]:
    return [folder] if folder.is_dir() else []
