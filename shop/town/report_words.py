"""Name what stands in the tables and reports: states, outcomes, acts; as msgids for page and paper."""

from __future__ import annotations

from shop.core.errors import N_
from shop.registry.rules.objections import GROUNDS as _GROUNDS

GROUNDS = {str(ground): words for ground, words in _GROUNDS.items()}
STATES = {
    "submitted": N_("Handed in"),
    "screened": N_("The town office looks at it"),
    "notice": N_("On public notice"),
    "objected": N_("Somebody objects"),
    "registered": N_("Registered"),
    "transferred": N_("Registered, in other hands"),
    "refused": N_("Not registered"),
    "withdrawn": N_("Withdrawn"),
    "lapsed": N_("Lapsed"),
    "cancelled": N_("Cancelled"),
}
STANDS = {"in-force": N_("Registered"), **STATES}  # in whosever hands
OUTCOMES = {
    "design.notice": N_("Put on public notice"),
    "design.registered": N_("Registered"),
    "design.refused": N_("Not registered"),
    "design.cancelled": N_("Registration cancelled"),
    "objection.upheld": N_("Upheld"),
    "objection.rejected": N_("Rejected"),
    "suspicion.copy": N_("A copy"),
    "suspicion.not_a_copy": N_("Not a copy"),
    "case.opened": N_("To the Leading Group"),
    "priority.moved": N_("Date moved"),
    "priority.declined": N_("Date not moved"),
}
MOVEMENTS = {  # besides what was handed in and decided: entries of the log that the report counts
    "design.withdrawn": N_("Withdrawn by the family"),
    "design.renewed": N_("Renewed"),
    "design.lapsed": N_("Lapsed"),
    "design.transferred": N_("Taken over by another workshop"),
    "design.imported": N_("Brought over from an older list"),
    "objection.taken_back": N_("Objections taken back"),
    "licence.asked": N_("Licences asked for"),
    "licence.offered": N_("Licences offered"),
    "licence.granted": N_("Licences given"),
    "licence.accepted": N_("Licences agreed"),
    "licence.declined": N_("Licences declined"),
    "licence.ended": N_("Licences ended"),
    "suspicion.asked": N_("Both sides of a suspicion asked"),
}
RAISED = {"publishing": N_("at publishing"), "monitoring": N_("by the rounds of comparing")}
WAITING = {
    "submitted": N_("Handed in"),
    "screened": N_("Applications the office must look at"),
    "notice": N_("Applications on public notice"),
    "objected": N_("Applications somebody objects to"),
    "objections": N_("Objections nobody has decided"),
    "suspicions": N_("Suspicions nobody has decided"),
}
WAITED = {
    "designs": N_("From handing in to registered or not, the public notice included"),
    "objections": N_("From objecting to the decision"),
    "suspicions": N_("From the suspicion to the decision"),
}
