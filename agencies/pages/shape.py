"""The shape of pages.yml: name, colours and seal, where "leave quickly" leads, who may frame the chat, words by language."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from agencies.directory.shape import Id, Part, Phone

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text against its ground
_ORIGIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(:\d+)?")


def _origin(origin: str) -> str:
    if not _ORIGIN.fullmatch(origin):
        raise ValueError("this is no origin|write scheme and host without a path, such as 'https://www.example.org'")
    return origin


def _address(address: str) -> str:
    if not _ORIGIN.match(address):
        raise ValueError("this is no web address|write it whole, such as 'https://www.example.org/help'")
    return address


def _tiles(address: str) -> str:
    here = address.startswith("/") and not address.startswith("//")
    if not (here or _ORIGIN.match(address)) or not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise ValueError("this is no address of tiles|write it with its three places, such as '/tiles/{z}/{x}/{y}.png'")
    return address


def contrast(one: str, other: str) -> float:
    """Of two colours #rrggbb, as WCAG counts it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Origin = Annotated[str, AfterValidator(_origin)]
Address = Annotated[str, AfterValidator(_address)]
Text = Annotated[str, Field(min_length=1, max_length=3000)]


class Colours(Part):
    """`primary` carries white text (buttons, links on white); `dark` is the ground of header and footer, with white text."""

    primary: Colour
    dark: Colour

    @model_validator(mode="after")
    def _can_be_read(self) -> Colours:
        for name, colour in (("primary", self.primary), ("dark", self.dark)):
            if contrast(colour, "#ffffff") < LEAST_CONTRAST:
                raise ValueError(f"white on {name} {colour} cannot be read by everybody|take a darker colour")
        return self


class Link(Part):
    """An address, with what it is called."""

    text: Text
    to: Address


class Section(Part):
    """A heading, what stands below it (a blank line between paragraphs, "- " before an item), and where to go on. `of`: the kinds of
    report beside which it stands; every kind where that is empty. `sources`: where it was read, for whoever looks again."""

    title: Text
    text: Text
    links: list[Link] = Field([])
    of: list[Id] = Field([])
    sources: list[Address] = Field([])


class Support(Part):
    """Who helps people after what happened to them. `text`: with what; `at`: where; `phone` only with `to`, the page where it was read."""

    name: Text
    text: Text
    phone: Phone | None = None
    at: Text | None = None
    to: Address
    of: list[Id] = Field([])
    sources: list[Address] = Field([])


class Beside(Part):
    """What stands beside a case in one language: rights, and who helps."""

    rights: list[Section] = Field([])
    support: list[Support] = Field([])

    def about(self, kind: str) -> Beside:
        """What concerns this kind of report."""
        return Beside(
            rights=[one for one in self.rights if not one.of or kind in one.of],
            support=[one for one in self.support if not one.of or kind in one.of],
        )


class Words(Beside):
    """In one language. `rights`, `support` and `prevention` stand beside a case; `privacy` and `accessibility` have pages of their own.
    Below the agency's own `support` stands its country's, and its rights where the agency has none (countries.yml)."""

    name: Text  # of the service, as it stands in the header
    tab: Text  # in the browser's tab and history, where others may read it: nothing that gives a person away
    intro: Text
    prevention: dict[str, Section] = Field({})  # by kind of report; "any" for every kind
    privacy: list[Section] = Field([])
    accessibility: list[Section] = Field([])


class Tiles(Part):
    """Pictures of the ground that the agency serves itself: an address of these pages ("/tiles/{z}/{x}/{y}.png", from a proxy before
    them) or of another host of the agency's. Without them the map draws what is in the folder `map/`."""

    tiles: Annotated[str, AfterValidator(_tiles)]
    credit: Text
    to_zoom: Annotated[int, Field(ge=1, le=22)] = 18


class Pages(Part):
    """pages.yml. `frame_ancestors`: the origins of the agency's own sites, which may show the chat in a frame."""

    colours: Colours
    seal: str | None = Field(default=None, pattern=r"^[a-z0-9_]+\.(svg|png)$")
    leave_to: Address
    frame_ancestors: list[Origin] = Field([])
    map: Tiles | None = None
    words: Annotated[dict[str, Words], Field(min_length=1)]

    def said(self, language: str) -> Words:
        """In that language, else in the first one that there is."""
        return self.words.get(language) or next(iter(self.words.values()))
