"""Do one thing many times at once."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from shop.core.db import db


def at_once(app: Flask, count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run act(0) ... act(count - 1) at the same moment, each in its own thread and application context.

    Gives what they gave, in order; where one raised, its error stands in its place. What the test itself has
    read is let go first, so that it reads what they wrote.
    """
    db.session.rollback()
    start = threading.Barrier(count)

    def run(number: int) -> Any:
        with app.app_context():
            start.wait(30)
            try:
                return act(number)
            except Exception as error:  # noqa: BLE001 - whatever went wrong is a result here
                return error

    with ThreadPoolExecutor(count) as threads:
        waiting = [threads.submit(contextvars.Context().run, run, number) for number in range(count)]
        return [one.result(120) for one in waiting]


def errors_in(results: list[Any]) -> list[Exception]:
    """Give the errors among the results."""
    return [result for result in results if isinstance(result, Exception)]
