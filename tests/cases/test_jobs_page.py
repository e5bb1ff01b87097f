"""Show the office what long work goes on, and let it try again what failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.jobs import Job
from shop.core.roles import Role
from shop.core.running import run_all
from shop.listings.monitoring import COMPARE_ALL
from tests.making import a_design, a_person, a_workshop, fresh

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def test_the_office_sees_what_goes_on_how_far_it_is_and_what_failed(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(a_person("", Role.OFFICER))
    assert "Nothing waits" in browser.get("/town/jobs").text
    a_design(a_workshop(), "牡丹扇")
    page = browser.get("/town/jobs").text
    assert "Compare a design with all costumes" in page and "牡丹扇" in page
    with transaction():
        job = db.session.scalars(select(Job)).one()
        job.state, job.error, job.tries, job.ended_at = "failed", "OSError: no room left", 5, now()
        job.done, job.total = 1, 3
    page = browser.get("/town/jobs").text
    assert "OSError: no room left" in page and "Tried 5 times" in page
    assert browser.post(f"/town/jobs/{job.kind}/{job.key}/again").status_code == 302
    assert (fresh(job).state, job.tries, job.done) == ("waiting", 0, 1)
    assert browser.post("/town/jobs/compare-design/nothing/again").status_code == 404
    run_all(now())
    assert "Nothing waits" in browser.get("/town/jobs").text


def test_with_one_button_everything_is_compared_once_more(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(a_person("", Role.OFFICER))
    for _press in range(2):
        assert browser.post("/town/jobs/compare-all").status_code == 302
    assert db.session.scalars(select(Job.kind)).all() == [COMPARE_ALL]
    page = browser.get("/town/jobs").text
    assert "Compare all costumes with the register" in page
    assert sign_in(a_person("", Role.JUROR)).post("/town/jobs/compare-all").status_code == 403
