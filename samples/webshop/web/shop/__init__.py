"""The shop: `flask --app shop run`."""

from __future__ import annotations

import os

from flask import Flask, render_template

from .extensions import db, search_index


def create_app(overrides: dict | None = None) -> Flask:
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ.get("SECRET_KEY", "change me"),
        SQLALCHEMY_DATABASE_URI=os.environ.get("DATABASE_URL", "sqlite:///shop.db"),
        SEARCH_INDEX=os.environ.get("SEARCH_INDEX", "products.idx"),
        BROKER_URL=os.environ.get("BROKER_URL", "memory://"),
        INTERNAL_TOKEN=os.environ.get("SHOP_TOKEN", ""),
        WAREHOUSE_URL=os.environ.get("WAREHOUSE_URL", "http://warehouse.internal"),
    )
    app.config.update(overrides or {})
    db.init_app(app)
    search_index.init_app(app)

    from .views import account, admin, catalog, checkout, internal

    for module in (account, admin, catalog, checkout, internal):
        app.register_blueprint(module.blueprint)

    @app.template_filter("money")
    def money(cents: int) -> str:
        return f"{cents // 100}.{cents % 100:02d} €"

    @app.errorhandler(404)
    def not_found(error):
        return render_template("message.html", title="Not found", text="There is no such page."), 404

    @app.cli.command("db-init")
    def db_init():
        """Creates the tables in an empty database."""
        db.create_all()

    return app
