"""Name every page of the house, and who gets to see it: the table that the tests of pages walk."""

from __future__ import annotations

from dataclasses import dataclass

from tests.full_town import ANONYMOUS, OUTSIDER

VILLAGERS = frozenset({"maker", "middleman", "copier", OUTSIDER})
TOWN_HALL = frozenset({"officer", "administrator", "mayor"})
STATION, COUNCIL = TOWN_HALL | {"keeper"}, TOWN_HALL | {"juror"}
SIGNED_IN = VILLAGERS | STATION | COUNCIL
EVERYBODY = SIGNED_IN | {ANONYMOUS}
MAKERS = frozenset({"maker", "mayor"})  # the mayor's family has the maker's and the middleman's workshop
BUYERS = frozenset({"middleman", "mayor"})


@dataclass(frozen=True)
class Page:
    """A page with its arguments (a word in <> is a thing of the town), and who gets to see it."""

    endpoint: str
    seen_by: frozenset[str]
    args: tuple[tuple[str, str], ...] = ()


def page(endpoint: str, seen_by: frozenset[str], **args: str) -> Page:
    """Write one line of the table."""
    return Page(endpoint, seen_by, tuple(args.items()))


OBJECTORS = VILLAGERS - {OUTSIDER} | {"mayor"}  # to the outsider's design
HERS = "<maker's workshop>"
PAGES = [
    page("static", EVERYBODY, filename="js/base.js"),
    page("style", EVERYBODY),
    page("home.front", EVERYBODY),
    page("home.health", EVERYBODY),
    page("home.desk", SIGNED_IN),
    page("messages.index", SIGNED_IN),
    page("accounts.sign_in", frozenset({ANONYMOUS})),
    page("accounts.me", SIGNED_IN),
    page("accounts.change_password", SIGNED_IN),
    page("accounts.people", STATION),
    page("accounts.create_person", STATION),
    page("accounts.person", TOWN_HALL, public_id="<maker's account>"),
    page("workshops.index", STATION),
    page("workshops.create", STATION),
    page("workshops.create_village", TOWN_HALL),
    page("workshops.detail", EVERYBODY, workshop_id=HERS),
    page("workshops.edit", MAKERS | STATION, workshop_id=HERS),
    page("workshops.create_shop", MAKERS | STATION, workshop_id=HERS),
    page("workshops.add_member", STATION, workshop_id=HERS),
    page("workshops.ties", TOWN_HALL, public_id="<officer's account>"),
    page("pictures.show", EVERYBODY, public_id="<public picture>", size="list", ending="webp"),
    page("pictures.show", MAKERS | TOWN_HALL, public_id="<secret picture>", size="page", ending="jpg"),
    page(
        "pictures.show",
        COUNCIL | {"copier", "maker"},
        public_id="<suspected picture>",
        size="list",
        ending="jpg",
    ),
    page("registry.register", EVERYBODY),
    page("registry.register", EVERYBODY, q="fan", kind="yangge"),
    page("registry.register", EVERYBODY, q="yangge", standing="registered", maker=HERS),
    page("registry.register", EVERYBODY, q="nothing of this name", year="2019"),
    page("registry.by_photo", EVERYBODY),
    page("registry.detail", EVERYBODY, design_id="<design>"),
    page("registry.detail", TOWN_HALL | {"copier"}, design_id="<questioned design>"),
    page("registry.detail", EVERYBODY, design_id="<offered design>"),
    page("registry.object", OBJECTORS, design_id="<outsider's design>"),
    page("registry.objection", COUNCIL | {"maker", "copier"}, objection_id="<objection>"),
    page("registry.transfer", MAKERS, workshop_id=HERS, design_id="<design>"),
    page("registry.propose_date", TOWN_HALL, design_id="<outsider's design>"),
    page("registry.index", MAKERS, workshop_id=HERS),
    page("registry.apply", MAKERS, workshop_id=HERS),
    page("registry.draft", MAKERS, workshop_id=HERS, design_id="<design draft>"),
    page("registry.detail", MAKERS, design_id="<design draft>"),
    page("registry.handed_in", MAKERS, workshop_id=HERS, design_id="<design>"),
    page("registry.marks", MAKERS | TOWN_HALL, design_id="<design>"),
    page("registry.marks", TOWN_HALL - {"mayor"} | {"copier"}, design_id="<questioned design>"),
    page(
        "registry.evidence",
        TOWN_HALL | {"copier"},
        design_id="<questioned design>",
        ours="<suspected picture>",
        theirs="<public picture>",
        layer="after",
    ),
    page("registry.certificate", MAKERS | TOWN_HALL, design_id="<design>"),
    page("registry.proof", EVERYBODY, design_id="<design>"),
    page("registry.proof", EVERYBODY, design_id="<proved design>"),
    page("registry.proof_json", EVERYBODY, design_id="<proved design>"),
    page("registry.town_key", EVERYBODY),
    page("registry.commons", EVERYBODY),
    page("registry.commons", EVERYBODY, q="nothing of this name", retired="1"),
    page("registry.commons_pattern", EVERYBODY, pattern_id="<pattern>"),
    page("registry.commons_create", TOWN_HALL),
    page("pictures.frames", MAKERS, workshop_id=HERS),
    page("pictures.frames", MAKERS, workshop_id=HERS, photo="<public picture>"),
    page("registry.licences", MAKERS, workshop_id=HERS),
    page("registry.licences", BUYERS, workshop_id="<middleman's workshop>"),
    page("registry.grant_licence", MAKERS, workshop_id=HERS),
    page("registry.licences", BUYERS, workshop_id="<middleman's workshop>", side="held"),
    page("registry.licence", MAKERS | BUYERS | TOWN_HALL, licence_id="<licence>"),
    page("registry.licence", MAKERS | TOWN_HALL | {"copier"}, licence_id="<licence request>"),
    page("registry.licence", MAKERS | TOWN_HALL | {"copier"}, licence_id="<licence offer>"),
    page("registry.answer_licence", MAKERS, licence_id="<licence request>"),
    page("registry.ask_licence", SIGNED_IN),
    page("registry.ask_licence", SIGNED_IN, design="<design>"),
    page("registry.give_licence_on", BUYERS, workshop_id="<middleman's workshop>", licence_id="<licence>"),
    page("registry.licence_paper", MAKERS | BUYERS | TOWN_HALL, licence_id="<licence>"),
    page("registry.check_licence", EVERYBODY),
    page("registry.checked_licence", EVERYBODY, code="<licence code>"),
    page("listings.catalogue", EVERYBODY),
    page("listings.catalogue", EVERYBODY, q="nothing of this name"),
    page("listings.detail", EVERYBODY, listing_id="<listing>"),
    page("listings.detail", MAKERS | TOWN_HALL, listing_id="<draft>"),
    page("listings.detail", TOWN_HALL | {"copier"}, listing_id="<held listing>"),
    page("listings.index", MAKERS, workshop_id=HERS),
    page("listings.create", MAKERS, workshop_id=HERS),
    page("listings.edit", MAKERS, workshop_id=HERS, listing_id="<listing>"),
    page("cases.index", COUNCIL),
    page("cases.index", COUNCIL, all="1"),
    page("cases.index", COUNCIL, state="asked"),
    page("cases.index", COUNCIL, state="decided"),
    page("cases.cases", COUNCIL),
    page("cases.jobs", TOWN_HALL),
    page("cases.index", COUNCIL, words="1"),
    page("cases.suspicion", COUNCIL | {"maker", "copier"}, suspicion_id="<suspicion>"),
    page("cases.evidence", COUNCIL | {"maker", "copier"}, suspicion_id="<suspicion>", layer="side-by-side"),
    page("orders.index", MAKERS, workshop_id=HERS),
    page("orders.index", BUYERS, workshop_id="<middleman's workshop>", side="sent"),
    page("orders.index", frozenset({OUTSIDER}), workshop_id="<outsider's workshop>"),
    page("orders.create", BUYERS, workshop_id="<middleman's workshop>", listing="<listing>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<order>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<accepted order>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<packed order>"),
    page("shipping.label", MAKERS, order_id="<packed order>"),
    page("town.desk", TOWN_HALL),
    page("town.desk", TOWN_HALL, show="to-decide"),
    page("town.desk", TOWN_HALL, show="due"),
    page("town.desk", TOWN_HALL, show="suspicions"),
    page("town.log", TOWN_HALL),
    page("town.checkpoints", TOWN_HALL),
    page("town.checkpoint_note", TOWN_HALL, number="<checkpoint>"),
    page("town.consistency", TOWN_HALL, old="<checkpoint>", new="<checkpoint>"),
    page("town.exports", TOWN_HALL),
    page("town.report", TOWN_HALL),
    page("town.report", TOWN_HALL, month="2026-03"),
    page("town.report_paper", TOWN_HALL, month="2026-03"),
    page("town.terms", TOWN_HALL),
    page("town.workshop", TOWN_HALL, workshop_id=HERS),
    page("town.log", TOWN_HALL, verify="1"),
]
NO_PAGE = {
    "home.set_language": "sets a cookie and leads back, see tests/web/test_language.py",
    "messages.read": "leads to what a message is about, see tests/messages/test_views.py",
}
