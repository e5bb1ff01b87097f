"""Say who may open which page: the one table of permissions.

Every endpoint stands here exactly once. A page that is not in the table is closed to everybody, and the house
tests fail. What somebody may see *within* a page (their own workshop, their own order) is decided by the
services.
"""

from __future__ import annotations

from shop.core.roles import OFFICE, Role

PUBLIC = frozenset(
    {
        "static",
        "style",
        "home.front",
        "home.set_language",
        "home.health",
        "accounts.sign_in",
        "pictures.show",
        "registry.register",
        "registry.by_photo",
        "registry.detail",
        "registry.check_licence",
        "registry.checked_licence",
        "registry.proof",
        "registry.proof_json",
        "registry.town_key",
        "registry.commons",
        "registry.commons_pattern",
        "listings.catalogue",
        "listings.detail",
        "workshops.detail",
    }
)

SIGNED_IN = frozenset(Role)
_STATION = OFFICE | {Role.KEEPER}
_COUNCIL = OFFICE | {Role.JUROR}
_MEMBERS = SIGNED_IN  # whoever belongs to the workshop in the address: the view asks `workshop_of`

ROLES_BY_ENDPOINT: dict[str, frozenset[Role]] = {
    "home.desk": SIGNED_IN,
    "messages.index": SIGNED_IN,
    "messages.read": SIGNED_IN,  # one's own: the service finds no other
    "messages.read_all": SIGNED_IN,
    "accounts.sign_out": SIGNED_IN,
    "accounts.me": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.people": _STATION,
    "accounts.create_person": _STATION,
    "accounts.person": OFFICE,
    "accounts.reset_password": OFFICE,
    "workshops.index": _STATION,
    "workshops.create": _STATION,
    "workshops.create_village": OFFICE,
    "workshops.edit": _MEMBERS,
    "workshops.add_member": _STATION,
    "workshops.create_shop": _MEMBERS,
    "workshops.close_shop": _MEMBERS,
    "workshops.ties": OFFICE,
    "workshops.remove_tie": frozenset({Role.ADMINISTRATOR}),
    "pictures.upload": _MEMBERS,
    "pictures.upload_for_town": OFFICE,
    "pictures.frames": _MEMBERS,
    "pictures.remove_frame": _MEMBERS,
    "listings.index": _MEMBERS,
    "listings.create": _MEMBERS,
    "listings.edit": _MEMBERS,
    "listings.publish": _MEMBERS,
    "listings.withdraw": _MEMBERS,
    "registry.index": _MEMBERS,
    "registry.apply": _MEMBERS,
    "registry.draft": _MEMBERS,
    "registry.delete_draft": _MEMBERS,
    "registry.new_version": _MEMBERS,
    "registry.handed_in": _MEMBERS,
    "registry.withdraw": _MEMBERS,
    "registry.renew": _MEMBERS,
    "registry.transfer": _MEMBERS,
    "registry.accept_transfer": SIGNED_IN,  # the workshop it is offered to: the view asks `offer_to`
    "registry.decline_transfer": SIGNED_IN,
    "registry.take_back_transfer": SIGNED_IN,
    "registry.decide": OFFICE,
    "registry.propose_date": OFFICE,
    "registry.decide_date": OFFICE,
    "registry.object": SIGNED_IN,  # whoever has a workshop other than the design's
    "registry.objection": SIGNED_IN,  # its two sides, the office, the jurors
    "registry.answer_objection": SIGNED_IN,
    "registry.take_back_objection": SIGNED_IN,
    "registry.decide_objection": OFFICE,
    "registry.marks": SIGNED_IN,  # its family and the office: the view asks `kind_for`
    "registry.unmark": SIGNED_IN,
    "registry.evidence": SIGNED_IN,
    "registry.commons_create": OFFICE,
    "registry.commons_retire": OFFICE,
    "registry.commons_mark": OFFICE,
    "registry.certificate": SIGNED_IN,  # its family and the office: the view asks `may_print`
    "registry.print_certificate": SIGNED_IN,
    "registry.licences": _MEMBERS,
    "registry.grant_licence": _MEMBERS,
    "registry.give_licence_on": _MEMBERS,
    "registry.ask_licence": SIGNED_IN,
    "registry.licence": SIGNED_IN,  # its two sides and the office: the view asks `get_licence`
    "registry.answer_licence": SIGNED_IN,
    "registry.accept_licence": SIGNED_IN,
    "registry.decline_licence": SIGNED_IN,
    "registry.licence_paper": SIGNED_IN,
    "registry.end_licence": SIGNED_IN,
    "cases.index": _COUNCIL,
    "cases.suspicion": SIGNED_IN,
    "cases.evidence": SIGNED_IN,
    "cases.decide": OFFICE,
    "cases.set_aside": OFFICE,
    "cases.say_side": SIGNED_IN,  # the two workshops: the service asks
    "cases.cases": _COUNCIL,
    "cases.jobs": OFFICE,
    "cases.compare_all": OFFICE,
    "cases.retry_job": OFFICE,
    "orders.index": _MEMBERS,
    "orders.create": _MEMBERS,
    "orders.detail": SIGNED_IN,
    "orders.accept": SIGNED_IN,
    "orders.refuse": SIGNED_IN,
    "orders.cancel": SIGNED_IN,
    "orders.pack": SIGNED_IN,
    "shipping.recipient": SIGNED_IN,
    "shipping.label": SIGNED_IN,
    "shipping.ship": SIGNED_IN,
    "town.desk": OFFICE,
    "town.log": OFFICE,
    "town.checkpoints": OFFICE,
    "town.checkpoint_note": OFFICE,
    "town.consistency": OFFICE,
    "town.sign_log": OFFICE,
    "town.countersign": OFFICE,
    "town.admit_witness": frozenset({Role.ADMINISTRATOR}),
    "town.exports": OFFICE,
    "town.export_register": OFFICE,
    "town.export_log": OFFICE,
    "town.report": OFFICE,
    "town.report_paper": OFFICE,
    "town.terms": OFFICE,
    "town.workshop": OFFICE,
    "town.register_due": OFFICE,
}


def roles_for(endpoint: str) -> frozenset[Role]:
    """Give the roles that may open the endpoint; none when it is not in the table."""
    return ROLES_BY_ENDPOINT.get(endpoint, frozenset())
