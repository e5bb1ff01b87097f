"""Put the house together: the one place where everything meets."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from shop.accounts.forms import SignInForm
from shop.accounts.service import load_session
from shop.core.db import db
from shop.core.settings import ROOT, instance_folder, read_settings
from shop.demo.cast import PASSWORD, SIGN_INS
from shop.messages.service import count_unread
from shop.web.context import register_context
from shop.web.errors import register_errors
from shop.web.filters import register_filters
from shop.web.guards import register_guards
from shop.web.headers import register_headers
from shop.web.language import register_language
from shop.web.limits import limiter
from shop.web.static_files import register_static_files
from shop.workshops.service import find_town

FEATURES_WITH_PAGES = (
    "home", "accounts", "workshops", "messages", "pictures", "registry", "listings", "cases", "orders",
    "shipping", "town",
)  # fmt: skip
FEATURES_WITH_COMMANDS = ("workshops", "pictures", "registry", "listings", "audit", "shipping", "demo")
SESSION_IDLE = timedelta(days=7)  # a villager's own phone; the station keeper's computer signs out by hand


def create_app(settings: dict[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """Build the application for one installation (by default the one that SHOP_INSTANCE names)."""
    folder = instance or instance_folder()
    app = Flask(
        "shop",
        root_path=str(ROOT / "shop"),
        instance_path=str(folder),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(read_settings(folder))
    app.config.from_mapping(PERMANENT_SESSION_LIFETIME=SESSION_IDLE)
    app.config.from_mapping(settings or {})
    app.jinja_env.undefined = StrictUndefined
    _register_data(app)
    _register_people(app)
    _register_web(app)
    _register_features(app)
    return app


def _register_data(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)


def _register_people(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # phones change their address all day long
    manager.user_loader(load_session)
    app.extensions["shop.sign_in_form"] = SignInForm
    app.extensions["shop.demo_sign_ins"] = SIGN_INS
    app.extensions["shop.demo_password"] = PASSWORD


def _register_web(app: Flask) -> None:
    register_language(app)
    register_guards(app)
    CSRFProtect(app)
    limiter.init_app(app)
    register_headers(app)
    register_static_files(app)
    register_errors(app)
    register_filters(app)
    register_context(app, find_town, count_unread)


def _register_features(app: Flask) -> None:
    for feature in FEATURES_WITH_PAGES:
        app.register_blueprint(import_module(f"shop.{feature}.views").bp)
    for feature in FEATURES_WITH_COMMANDS:
        app.cli.add_command(import_module(f"shop.{feature}.cli").commands)
