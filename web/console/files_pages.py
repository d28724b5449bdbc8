"""Any file of the agency's folder as its text: directory, kinds of report, messages, danger phrases, the patience of the line. Checked and
shown as what would change before it counts; who and when, and the way back, stand with the settings."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from web.console.agency.changing import AgencyFolder, NotChanged
from web.console.pages import page, tell
from web.console.settings_pages import folder_of
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("files", url_prefix="/settings/files")
LONGEST = 200_000
# what each is for, in the words of those who look for it
NAMES = {
    "agency.yml": "The agency: numbers, zone, emergency, patience of the line",
    "destinations.yml": "Directory: who is where, numbers and hours",
    "needs.yml": "What callers want, and who handles it",
    "questions.yml": "Questions whose answer decides",
    "notices.yml": "Notices",
    "prompts.yml": "What the line says",
    "queues.yml": "Queues: who is rung, for how long",
    "emergency.yml": "Danger: phrases that stop everything",
    "cues.yml": "Words that hint at a need",
    "places.yml": "Places as callers say them",
    "pages.yml": "Look and words of the web pages",
}
ROOMS = {"reports": "Kind of report", "messages": "Messages", "pages": "Words of the web pages", "lookups": "Look-ups"}


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    files = await asyncio.to_thread(folder_of(request).texts)
    return page(request, "files.html", files=[(one, called(one)) for one in files])


@blueprint.get("/<file:path>")
async def one(request: Request, file: str) -> HTTPResponse:
    text, seen = await _there(request, file)
    return _shown(request, file, text, seen)


@blueprint.post("/<file:path>")
async def change(request: Request, file: str) -> HTTPResponse:
    """`do` look: what would change, and whether it may; save: it counts."""
    await _there(request, file)
    folder, wished, seen = folder_of(request), given(request, "text", LONGEST), given(request, "seen")[:64]
    wished = f"{wished}\n"  # a form's field loses the line break at its end
    changed, fault = await asyncio.to_thread(folder.preview, file, wished)
    if given(request, "do") != "save" or fault:
        return _shown(request, file, wished, seen, 422 if fault else 200, changed, fault)
    try:
        await asyncio.to_thread(folder.rewrite, file, wished, seen, request.ctx.who.login)
    except NotChanged as error:
        return _shown(request, file, wished, seen, 422, changed, str(error))
    except OSError:
        return _shown(request, file, wished, seen, 422, changed, "The agency's files cannot be written here.")
    tell(request, f"{called(file)} is changed. It counts within seconds.")
    return redirect("/settings#changes")


def called(file: str) -> str:
    if file in NAMES:
        return NAMES[file]
    room, _, rest = file.partition("/")
    return f"{ROOMS.get(room, room)}: {rest.removesuffix('.yml').replace('_', ' ').replace('/', ', ')}"


async def _there(request: Request, file: str) -> tuple[str, str]:
    """Raises NotFound."""
    folder: AgencyFolder = folder_of(request)
    try:
        return await asyncio.to_thread(folder.text, file)
    except NotChanged:
        raise NotFound("There is no such file.") from None


def _shown(
    request: Request,
    file: str,
    text: str,
    seen: str,
    status: int = 200,
    changed: list[str] | None = None,
    fault: str = "",
) -> HTTPResponse:
    return page(
        request, "file.html", status, file=file, name=called(file), text=text, seen=seen, changed=changed, fault=fault
    )
