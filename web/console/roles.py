"""Which page wants which right. The rights of a role are casework's (casework/trail/roles.yml); it has the last word on every act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Everything below `path`. `acts`: one of them is enough. `name`: in the menu, empty for what is not in it."""

    path: str
    acts: frozenset[str]
    name: str = ""


_WORK = frozenset({"see"})
PAGES = (
    Page("/live", _WORK, "Live"),
    Page("/handovers", _WORK),
    Page("/call-backs", _WORK, "Call-backs"),
    Page("/hand-in", frozenset({"invite"}), "Hand in"),
    Page("/cases", _WORK, "Cases"),
    Page("/calls", frozenset({"see_calls"}), "Calls"),
    Page("/reviews/examples", frozenset({"see_turns"})),  # from Review and Models
    Page("/reviews", frozenset({"review"}), "Review"),
    Page("/numbers", frozenset({"manage"}), "Numbers"),
    Page("/quality", frozenset({"manage"}), "Quality"),
    Page("/models", frozenset({"see_models"})),  # from Review and Settings
    Page("/settings", frozenset({"manage", "manage_accounts"}), "Settings"),
    Page("/people", frozenset({"manage_accounts"}), "People"),
)
# what needs no session, or only one that is on its way
OPEN = ("/sign-in", "/assets/", "/look/", "/healthz", "/readyz", "/robots.txt", "/favicon.ico")
OF_EVERYBODY = ("/", "/sign-out", "/password", "/sessions", "/still-here")


def page_of(path: str) -> Page | None:
    return next((page for page in PAGES if path == page.path or path.startswith(f"{page.path}/")), None)


def may(path: str, acts: frozenset[str]) -> bool:
    """Whether a person with these rights may open this address; what no page is for is for nobody."""
    if path in OF_EVERYBODY:
        return True
    page = page_of(path)
    return page is not None and bool(page.acts & acts)


def menu(acts: frozenset[str]) -> list[Page]:
    return [page for page in PAGES if page.name and page.acts & acts]
