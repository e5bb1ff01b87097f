"""The shop desk of a village of family workshops, and their town's design registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["create_app"]


def create_app(settings: dict[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """Build the application; the factory is read only now, so that a picture worker starts without Flask."""
    from shop.factory import create_app as build

    return build(settings, instance)
