"""Pages of the certificate: printing it, its proof for everybody, the key that checks it."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from shop.audit import countersigning, keys
from shop.audit.models import Checkpoint, Entry
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound
from shop.core.fonts import ensure_fonts
from shop.core.once import act_once
from shop.registry import conformity, printing, proof_file, service  # noqa: F401 - the log's check asks it
from shop.registry.certificate import render_certificate
from shop.registry.models import Design
from shop.web.forms import OnceForm
from shop.web.guards import actor, find_actor


def add_to(bp: Blueprint) -> None:
    """Add the pages of the certificate to the register's blueprint."""
    one = "/register/<design_id>"
    bp.add_url_rule(f"{one}/certificate", "certificate", certificate)
    bp.add_url_rule(f"{one}/certificate/print", "print_certificate", print_certificate, methods=["POST"])
    bp.add_url_rule(f"{one}/proof", "proof", proof)
    bp.add_url_rule(f"{one}/proof.json", "proof_json", proof_json)
    bp.add_url_rule("/register/town.pub", "town_key", town_key)


def certificate(design_id: str) -> ResponseReturnValue:
    """Show its family and the office how often it was printed, and the button that prints it."""
    design = _printable(design_id)
    copies = printing.copies_of(design)
    return render_template("registry/certificate.html", design=design, copies=copies, form=OnceForm())


def _printable(design_id: str) -> Design:
    """Give a design whose certificate this person may print; NotFound for every other."""
    design = service.get_design(design_id, actor())
    if design.registered_at is None or not printing.may_print(design, actor()):
        raise NotFound
    return design


def print_certificate(design_id: str) -> ResponseReturnValue:
    """Print the certificate; the press of one button prints one copy, however often it arrives."""
    key = request.form.get("once")
    with transaction():
        design = _printable(design_id)
        printed = act_once(key, actor().id, now(), lambda: _print(design))
    design = _printable(design_id)
    return _pdf(design, int(printed))


def _print(design: Design) -> str:
    return str(printing.print_copy(design, actor=actor(), now=now()))


def _pdf(design: Design, copy: int) -> Response:
    page = url_for(".detail", design_id=design.public_id, _external=True)
    proof_page = url_for(".proof", design_id=design.public_id, _external=True)
    stated = printing.certificate_of(design, copy, page_url=page, proof_url=proof_page)
    pdf = render_certificate(stated, ensure_fonts(Path(current_app.config["FONTS"])))
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=f"{design.number}.pdf")


def proof(design_id: str) -> ResponseReturnValue:
    """Show everybody what the log proves of a design, and how to check it without us."""
    design, found = _proved(design_id)
    key = keys.installation_key(current_app.config).public
    entries, checkpoint = found or ([], None)
    signed = countersigning.countersignatures_of([checkpoint] if checkpoint else [])
    return render_template(
        "registry/proof.html",
        design=design,
        entries=entries,
        checkpoint=checkpoint,
        signed=signed[checkpoint.id] if checkpoint and signed else [],
        key=key,
    )


def _proved(design_id: str) -> tuple[Design, tuple[list[Entry], Checkpoint] | None]:
    design = service.get_design(design_id, find_actor())
    if design.registered_at is None:
        raise NotFound
    return design, proof_file.vouching_entries(design)


def proof_json(design_id: str) -> ResponseReturnValue:
    """Give the proof as a file."""
    design, found = _proved(design_id)
    if found is None:
        raise NotFound
    data = proof_file.as_file(proof_file.proof_of(design, *found))
    name = f"{design.number}-proof.json"
    return send_file(io.BytesIO(data), mimetype="application/json", as_attachment=True, download_name=name)


def town_key() -> ResponseReturnValue:
    """Give the public key that checks the town's signatures, as a file."""
    line = keys.installation_key(current_app.config).public.line().encode()
    return send_file(io.BytesIO(line), mimetype="text/plain", as_attachment=True, download_name="town.pub")
