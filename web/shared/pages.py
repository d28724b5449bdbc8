"""Renders pages: templates with the language of the visit, the agency's look, and what every page needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sanic import HTTPResponse, Request, html
from sanic import redirect as sanic_redirect

from spoken.en import phones
from web.shared.assets import Assets
from web.shared.look import Look
from web.shared.words import Catalogues, own_name

SHARED = Path(__file__).parent / "templates"


class Pages:
    """One per app: its templates before the shared ones, one environment a language."""

    def __init__(self, assets: Assets, catalogues: Catalogues, *folders: Path) -> None:
        self.assets, self.catalogues = assets, catalogues
        self._environments = {
            language: self._environment([*folders, SHARED], language) for language in catalogues.languages
        }

    def _environment(self, folders: list[Path], language: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.install_gettext_translations(self.catalogues.of(language), newstyle=True)  # type: ignore[attr-defined]
        environment.globals.update(asset=self.assets.address, language_name=own_name)
        environment.filters.update(paragraphs=paragraphs, tel=tel)
        return environment

    def render(self, request: Request, template: str, **values: Any) -> str:
        language, look = request.ctx.language, request.ctx.look
        return (
            self._environments[language]
            .get_template(template)
            .render({**self._about(request, look, language), **values})
        )

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        return html(self.render(request, template, **values), status=status)

    def words(self, request: Request) -> Callable[[str], str]:
        """gettext of the visit's language, for sentences that handlers make."""
        return self.catalogues.of(request.ctx.language).gettext

    @staticmethod
    def _about(request: Request, look: Look, language: str) -> dict[str, Any]:
        zone = look.zone
        return {
            "request": request,
            "path": request.path,
            "language": language,
            "languages": look.languages,
            "look": look,
            "said": look.said(language),
            "csrf": request.ctx.visit.csrf,
            "framed": getattr(request.ctx, "framed", False),
            "day": lambda at: format_date(_in_zone(at, zone), "long", locale=language),
            "moment": lambda at: format_datetime(_in_zone(at, zone), "medium", zone, language),
            "date_and_hour": lambda at: date_and_hour(_in_zone(at, zone), language),
            "phone": lambda number: phones.written(number, look.agency.info.country),
        }


def redirect(to: str) -> HTTPResponse:
    """After a form: the browser asks for the page itself, so that reloading it sends nothing twice."""
    return sanic_redirect(to, status=303)


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs; lines that begin with "- " as a list. Whatever is in it is text, never markup."""
    parts = []
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        if all(line.startswith("- ") for line in lines):
            items = Markup("").join(Markup("<li>{}</li>").format(line[2:]) for line in lines)
            parts.append(Markup('<ul class="usa-list">{}</ul>').format(items))
        else:
            parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines)))
    return Markup("\n").join(parts)


def tel(number: str) -> str:
    """The number as an address that a telephone dials."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def date_and_hour(at: datetime, language: str) -> str:
    """With its weekday: a date that somebody has to keep."""
    return f"{format_date(at, 'full', locale=language)}, {format_time(at, 'short', locale=language)}"


def _in_zone(at: datetime | str, zone: Any) -> datetime:
    """A moment in the agency's time; a day without an hour is that day everywhere."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(zone) if moment.tzinfo else moment
