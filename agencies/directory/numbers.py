"""Whether a telephone number of an agency's files can be dialled in its country. The rules of every country: phonenumbers."""

from __future__ import annotations

import phonenumbers
from phonenumbers import shortnumberinfo


def unusable(number: str, country: str) -> tuple[str, str] | None:
    """(what is wrong, what would be right), or None. `number` as the files write it: +... or a short one."""
    example = phonenumbers.example_number(country)
    national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164) if example else "+..."
    if number.startswith("+"):
        parsed = phonenumbers.parse(number)
        if phonenumbers.is_possible_number(parsed):
            return None
        region = phonenumbers.region_code_for_number(parsed) or country
        return f"{number} has too few or too many digits for {region}", f"write it as in '{national}'"
    if shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(number, country), country):
        return None
    return (
        f"{number} is no short number of {country}",
        f"write the whole number as in '{national}', or mend the country in agency.yml",
    )
