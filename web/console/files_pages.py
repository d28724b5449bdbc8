"""Any file of the agency's folder as its text: directory, kinds of report, messages, danger phrases, the patience of the line; and those
that are not there yet. Checked and shown as what would change before it counts; who and when, and the way back, stand with the
settings."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from web.console.agency.changing import NEW, AgencyFolder, NotChanged
from web.console.agency.counting import when_it_counts
from web.console.agency.making import NoSuchFile, file_of, offered
from web.console.pages import page, tell
from web.console.settings_pages import folder_of, put
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
    "contact_card.yml": "What a good contact is",
    "pronunciations.yml": "How the voice says local names",
    "recordings/index.yml": "Recorded sentences",
    "wording.yml": "What the bot says, in the agency's own words",
    "status.yml": "How a case is going, in the agency's own words",
    "lookups.yml": "Look-ups: what, and from where",
}
ROOMS = {
    "reports": "Kind of report",
    "messages": "Messages",
    "pages": "Words of the web pages",
    "wording": "What the bot says",
    "status": "How a case is going",
}


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    return await _listed(request)


@blueprint.get("/new")
async def make(request: Request) -> HTTPResponse:
    """Where a file that is wished for would stand; there it begins."""
    kind, name = (str(request.args.get(one) or "").strip()[:80] for one in ("kind", "name"))
    try:
        file = await asyncio.to_thread(file_of, folder_of(request).path, kind, name)
    except NoSuchFile as why:
        return await _listed(request, 422, kind=kind, name=name, problem=str(why))
    return redirect(f"/settings/files/{file}")


async def _listed(
    request: Request, status: int = 200, kind: str = "", name: str = "", problem: str = ""
) -> HTTPResponse:
    """`kind`, `name`: of a file that was wished for, and why it cannot be made."""
    folder = folder_of(request)
    files, kinds = await asyncio.to_thread(lambda: (folder.texts(), offered(folder.path)))
    wished = {"kind": kind, "name": name, "problem": problem}
    return page(request, "files.html", status, files=[(one, called(one)) for one in files], kinds=kinds, wished=wished)


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
        await put(request, folder.rewrite, file, wished, seen, request.ctx.who.login)
    except NotChanged as error:
        return _shown(request, file, wished, seen, 422, changed, str(error))
    except OSError:
        return _shown(request, file, wished, seen, 422, changed, "The agency's files cannot be written here.")
    tell(request, f"{called(file)} is {'changed' if seen else 'made'}. {when_it_counts(file)}")
    return redirect("/settings#changes")


def called(file: str) -> str:
    if file in NAMES:
        return NAMES[file]
    room, _, rest = file.partition("/")
    return f"{ROOMS.get(room, room)}: {rest.removesuffix('.yml').replace('_', ' ').replace('/', ', ')}"


async def _there(request: Request, file: str) -> tuple[str, str]:
    """The text, or how it begins, and the digest of what is there. Raises NotFound."""
    folder: AgencyFolder = folder_of(request)

    def read() -> tuple[str, str]:
        return folder.text(file) if file in folder.texts() else (folder.begun(file), NEW)

    try:
        return await asyncio.to_thread(read)
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
        request, "file.html", status, file=file, name=called(file), text=text, seen=seen, changed=changed, fault=fault,
        new=seen == NEW,
    )  # fmt: skip
