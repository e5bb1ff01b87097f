"""Pages of what leaves the office: tables of the register and the log, the report of a month."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from flask import Blueprint, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from shop.core.clock import china_day, now
from shop.core.db import transaction
from shop.core.errors import NotFound
from shop.core.fonts import ensure_fonts
from shop.registry.rules import CATEGORIES
from shop.town import exports, report_words
from shop.town.export_forms import LogTableForm, RegisterTableForm
from shop.town.exports import Table, Wish
from shop.town.log_of_month import first_month
from shop.town.months import Month, month_of, read_month
from shop.town.report import report_of
from shop.town.report_paper import print_report
from shop.town.words import lasted
from shop.web.guards import actor
from shop.web.language import language
from shop.workshops.service import find_town, list_villages

_TYPES = {
    exports.CSV: "text/csv",
    exports.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_to(bp: Blueprint) -> None:
    """Add the tables and the reports to the office's blueprint."""
    bp.add_url_rule("/town/exports", "exports", show)
    bp.add_url_rule("/town/exports/register", "export_register", export_register, methods=["POST"])
    bp.add_url_rule("/town/exports/log", "export_log", export_log, methods=["POST"])
    bp.add_url_rule("/town/report", "report", report)
    bp.add_url_rule("/town/report/<month>", "report", report)
    bp.add_url_rule("/town/report/<month>.pdf", "report_paper", report_paper)


def show() -> ResponseReturnValue:
    """Offer the register and the log as tables."""
    return _page(_register_form(), _log_form())


def _register_form() -> RegisterTableForm:
    form = RegisterTableForm(prefix="register-")
    form.offer(list_villages())
    return form


def _log_form() -> LogTableForm:
    return LogTableForm(prefix="log-")


def _page(register: RegisterTableForm, log: LogTableForm) -> str:
    return render_template("town/exports.html", register=register, log=log)


def export_register() -> ResponseReturnValue:
    """Hand the register out as a table; the log notes it."""
    form = _register_form()
    if not form.sent():
        return _page(form, _log_form()), 422
    return _hand_out(exports.register_table(form.wish()), form.wish())


def export_log() -> ResponseReturnValue:
    """Hand the log out as a table; the log notes that, too."""
    form = _log_form()
    if not form.sent():
        return _page(_register_form(), form), 422
    with_names = _ending() == exports.XLSX  # what machines and other offices read needs none
    return _hand_out(exports.log_table(form.wish(), with_names=with_names), form.wish())


def _ending() -> str:
    wanted = request.form.get("as", exports.XLSX)
    return wanted if wanted in exports.ENDINGS else exports.XLSX


def _hand_out(table: Table, wish: Wish) -> ResponseReturnValue:
    """Write the whole file first: it is on the disk before the log says so, and before a byte is sent."""
    file = tempfile.TemporaryFile(dir=current_app.config["INSTANCE"])  # noqa: SIM115 - the answer closes it
    try:
        made = exports.write(table, _ending(), file)
        with transaction():
            exports.note(made, wish, actor=actor(), now=now())
        name = f"{made.kind}-{china_day(now())}.{made.ending}"
        answer = send_file(file, mimetype=_TYPES[made.ending], as_attachment=True, download_name=name)
    except BaseException:
        file.close()
        raise
    answer.content_length = made.size
    return answer


def report(month: str = "") -> ResponseReturnValue:
    """Show what the office did in a month: the present one, unless said."""
    found = _month(month) if month else month_of(now())
    gathered = report_of(found, now())
    return render_template(
        "town/report.html",
        report=gathered,
        month_name=found.named(language()),
        older=found.before if found > first_month(now()) else None,
        newer=found.after if found < month_of(now()) else None,
        named=lambda month: month.named(language()),
        words=report_words,
        states=[report_words.STANDS[state] for state in gathered.states],
        standing=[(CATEGORIES.get(kind, kind), counts) for kind, counts in gathered.table()],
        kinds=CATEGORIES,
        lasted=lasted,
    )


def _month(written: str) -> Month:
    """Read the month in an address; NotFound for what is none, or has not begun."""
    month = read_month(written)
    if month is None or month.begins > now():
        raise NotFound
    return month


def report_paper(month: str) -> ResponseReturnValue:
    """Print the report of a month, in Chinese with its English beneath."""
    found = report_of(_month(month), now())
    town = find_town()
    faces = ensure_fonts(Path(current_app.config["FONTS"]))
    pdf = print_report(found, town.name if town else "", faces)
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=f"report-{month}.pdf")
