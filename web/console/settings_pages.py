"""Settings of the agency: storm mode by one switch, notices, opening hours; what was changed by whom, and back again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from web.console.agency.changing import AgencyFolder, Change, Edit, NotChanged
from web.console.agency.counting import SOON, when_it_counts
from web.console.pages import page, tell, warn
from web.console.times import moment
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("settings", url_prefix="/settings")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STORM_HOURS = (1, 2, 4, 8, 12, 24)
_SURGE_LASTS = timedelta(hours=2)  # a notice about many people at once, unless whoever says it says otherwise
_SPANS = re.compile(r"^(\d{2}:\d{2}-\d{2}:\d{2})(\s*,\s*\d{2}:\d{2}-\d{2}:\d{2})*$")
_ID = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    agency, now = request.ctx.look.agency, datetime.now(UTC)
    changes = await asyncio.to_thread(folder_of(request).changes)
    undone = {one.undone for one in changes}
    return page(
        request,
        "settings.html",
        info=agency.info,
        stormy=agency.info.is_stormy(now),
        storm_words=[one.say for one in agency.notices if one.storm_only and not one.needs],
        storm_hours=_STORM_HOURS,
        notices=[
            (one, one.is_on(now, agency.info.is_stormy(now), next(iter(one.needs), None))) for one in agency.notices
        ],
        hours=[(name, one) for name, one in agency.destinations.items() if one.hours is not None],
        days=DAYS,
        changes=[(one, one.id not in undone) for one in changes],
        needs=agency.needs.needs,
        offered=_offered(request),
    )


def _offered(request: Request) -> dict[str, str]:
    """A notice about what many people tell of at once (live/surge.py), to be changed by whoever says it; empty for none."""
    need, place = str(request.args.get("surge") or ""), str(request.args.get("place") or "")[:120]
    known = request.ctx.look.agency.needs.needs.get(need)
    if known is None or not place:
        return {}
    now = datetime.now(UTC).astimezone(request.ctx.look.zone)
    return {
        "id": f"surge_{now:%m%d_%H%M}",
        "need": need,
        "what": known.what,
        "say": f"We know about this at {place}, and somebody is looking into it.",
        "ends": f"{now + _SURGE_LASTS:%Y-%m-%dT%H:%M}",
    }


@blueprint.post("/storm")
async def storm(request: Request) -> HTTPResponse:
    """On with an end, or off. Greeting and answers follow within seconds."""
    on, hours = given(request, "on") == "yes", given(request, "hours")
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(
        hours=int(hours) if hours in map(str, _STORM_HOURS) else 4
    )
    until = until.astimezone(request.ctx.look.zone)

    def edit(document: Any) -> None:
        document["storm_mode"] = on
        if on:
            document["storm_until"] = until.isoformat()
        else:
            document.pop("storm_until", None)

    what = f"Storm mode on until {until:%b %-d, %H:%M}" if on else "Storm mode off"
    return await _changed(request, "agency.yml", edit, what)


@blueprint.post("/notices")
async def add_notice(request: Request) -> HTTPResponse:
    say, name = given(request, "say")[:300], given(request, "id")[:40]
    zone = request.ctx.look.zone
    written = {part: given(request, part) for part in ("starts", "ends")}
    needs = [need for need in [given(request, "need")[:60]] if need in request.ctx.look.agency.needs.needs]
    times = {part: moment(one, zone) for part, one in written.items() if one}
    if not say or not _ID.match(name) or any(at is None for at in times.values()):
        warn(request, "Give a short name in small letters, one sentence, and times that lie ahead.")
        return redirect("/settings#notices")

    def edit(document: Any) -> None:
        if any(one["id"] == name for one in document):
            raise NotChanged("There is a notice of that name.")
        notice: dict[str, Any] = {"id": name, "say": say}
        if given(request, "storm_only"):
            notice["storm_only"] = True
        if needs:
            notice["needs"] = needs
        notice |= {part: at.isoformat() for part, at in times.items() if at is not None}
        document.append(notice)

    return await _changed(request, "notices.yml", edit, f"Notice '{name}' added", "#notices")


@blueprint.post("/notices/<name:str>/remove")
async def remove_notice(request: Request, name: str) -> HTTPResponse:
    def edit(document: Any) -> None:
        index = next((at for at, one in enumerate(document) if one["id"] == name), None)
        if index is None:
            raise NotChanged("There is no such notice.")
        del document[index]

    return await _changed(request, "notices.yml", edit, f"Notice '{name[:40]}' removed", "#notices")


@blueprint.post("/hours/<name:str>")
async def hours(request: Request, name: str) -> HTTPResponse:
    """One place's week: "07:00-20:00", several with commas, empty for closed."""
    spans = {day: given(request, day)[:80] for day in DAYS}
    if any(one and not _SPANS.match(one) for one in spans.values()):
        warn(request, "Write hours as 07:00-20:00, several with commas; nothing for a day that is closed.")
        return redirect("/settings#hours")

    def edit(document: Any) -> None:
        if name not in document or "hours" not in document[name]:
            raise NotChanged("That place has no hours here.")
        week = document[name]["hours"]
        for day, written in spans.items():
            wanted = [one.strip() for one in written.split(",") if one.strip()]
            if list(week.get(day, [])) != wanted:
                if wanted:
                    week[day] = wanted
                else:
                    week.pop(day, None)

    counts = when_it_counts("destinations.yml")
    return await _changed(request, "destinations.yml", edit, f"Hours of '{name[:40]}' changed", "#hours", counts)


@blueprint.post("/undo/<change:str>")
async def undo(request: Request, change: str) -> HTTPResponse:
    try:
        done = await put(request, folder_of(request).undo, change, request.ctx.who.login)
        tell(request, f"{done.what}. {when_it_counts(done.file)}")
    except NotChanged as error:
        warn(request, str(error))
    return redirect("/settings#changes")


async def _changed(
    request: Request, file: str, edit: Edit, what: str, there: str = "", counts: str = SOON
) -> HTTPResponse:
    try:
        await put(request, folder_of(request).change, file, edit, request.ctx.who.login, what)
        tell(request, f"{what}. {counts}")
    except NotChanged as error:
        warn(request, str(error))
    except OSError:
        warn(request, "The agency's files cannot be written here; ask your operator.")
    return redirect(f"/settings{there}")


async def put(request: Request, change: Callable[..., Change], *how: Any) -> Change:
    """A change of the agency's folder; the page that follows shows it. Raises NotChanged, OSError."""
    done = await asyncio.to_thread(change, *how)
    request.app.ctx.looks.look_again()
    return done


def folder_of(request: Request) -> AgencyFolder:
    settings = request.app.ctx.settings
    return AgencyFolder(settings.agencies_root, request.ctx.look.id, settings.var)
