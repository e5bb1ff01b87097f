"""Serve one installation: database up to date, the demo town where it is wanted, addresses said aloud."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable

from flask import Flask
from flask_migrate import upgrade

from shop.core import clock, running
from shop.core.db import db
from shop.demo.cast import PASSWORD, SIGN_INS
from shop.demo.loading import load_demo
from shop.workshops.service import find_town

PORT, THREADS = 5000, 8
LOOK_SECONDS = 5.0  # between two looks whether long work waits
BREATH_SECONDS = 0.02  # between two pieces of it: whoever asks for a page goes first
_log = logging.getLogger(__name__)


def serve(app: Flask) -> None:
    """Serve with waitress, one process with threads, on PORT (5000 where none is given) and HOST."""
    from waitress import serve as run

    with app.app_context():
        upgrade()
        if os.environ.get("SHOP_DEMO") == "1":
            load_demo()
        _greet(_port())
    start_working(app)
    run(
        app,
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - phones in the house reach it by the local network
        port=_port(),
        threads=int(os.environ.get("SHOP_THREADS") or THREADS),
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
    )


def start_working(app: Flask) -> Callable[[], None]:
    """Do long work and the daily chores in a thread beside the pages; give what stops it after its piece."""
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(app, stop), name="jobs", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    return end


def _work(app: Flask, stop: threading.Event) -> None:
    with app.app_context():
        running.open_house(clock.now())
    while not stop.is_set():
        try:
            with app.app_context():
                running.call_chores(clock.now())
                while not stop.wait(BREATH_SECONDS) and running.run_piece(clock.now()):
                    db.session.remove()
        except Exception:  # noqa: BLE001 - a thread that ends would leave all long work undone
            _log.exception("the queue of long work could not be read; it is looked at again")
        stop.wait(LOOK_SECONDS)


def _port() -> int:
    return int(os.environ.get("PORT") or PORT)


def _greet(port: int) -> None:
    """Say where the pages are, and in the demo who can sign in."""
    print(
        f"\n  http://127.0.0.1:{port}   (phones in the same network: http://{_own_address()}:{port})\n",
        flush=True,
    )
    town = find_town()
    if town is None:
        print("  This installation is empty: name its town with `flask --app app town init`.\n", flush=True)
    elif town.is_demo:
        print(f"  Demo sign-ins; the password is {PASSWORD} for everybody:", flush=True)
        for player in SIGN_INS:
            print(f"    {player.phone}  {player.label('zh')} / {player.en}", flush=True)


def _own_address() -> str:
    """Find this machine's address in the local network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
