"""Which agency a call has reached: by the number that was dialled, or by the address of the page (agency.yml: numbers, hosts)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from voice_connector.call.parts import Parts
from voice_connector.errors import SettingsWrong


class Dialled:
    """The first agency is the one of the environment: it takes every call that names no other."""

    def __init__(self, default: Parts, others: Sequence[Parts] = ()) -> None:
        self.default = default
        self._numbers: dict[str, Parts] = {}
        self._hosts: dict[str, Parts] = {}
        for parts in (default, *others):
            agency_line = parts.agency_line
            for number in agency_line.numbers:
                for form in _forms(number, agency_line.country):
                    self._claim(self._numbers, form, parts, number)
            for host in agency_line.hosts:
                self._claim(self._hosts, host.lower(), parts, host)

    @property
    def all(self) -> tuple[Parts, ...]:
        """Every agency that can be reached, the default one first."""
        reached = (self.default, *self._numbers.values(), *self._hosts.values())
        return tuple({parts.agency_line.agency: parts for parts in reached}.values())

    def of(self, number: str | None = None, host: str | None = None) -> Parts:
        """By number, else by host (with or without its port), else the default."""
        if found := self._numbers.get(_digits(number or "")):
            return found
        named = (host or "").lower()
        return self._hosts.get(named) or self._hosts.get(named.partition(":")[0]) or self.default

    def _claim(self, table: dict[str, Parts], key: str, parts: Parts, shown: str) -> None:
        other = table.setdefault(key, parts)
        if other.agency_line.agency != parts.agency_line.agency:
            raise SettingsWrong(
                f"{shown} is claimed by the agencies {other.agency_line.agency} and {parts.agency_line.agency}; "
                "leave it in the agency.yml of one of them."
            )


def _forms(number: str, country: str) -> Iterator[str]:
    """The digits as a carrier may send them: with the country's code, as dialled inside the country, and without its zero."""
    yield _digits(number)
    if number.startswith("+"):
        parsed = phonenumbers.parse(number)
        if phonenumbers.region_code_for_number(parsed) in (country, None):
            yield _digits(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
            yield phonenumbers.national_significant_number(parsed)


def _digits(number: str) -> str:
    """Of "+44 1632 960101", "0044...", "sip:441632960101@trunk" and "tel:+441632960101;phone-context=x" the same."""
    name = re.sub(r"^(?:sips?|tel):", "", number.strip(), flags=re.I).partition("@")[0].partition(";")[0]
    return "".join(sign for sign in name if sign.isdigit()).removeprefix("00")
