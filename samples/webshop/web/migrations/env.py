"""Alembic's entry: `alembic -c migrations/alembic.ini upgrade head`."""

from alembic import context

from shop import create_app
from shop.extensions import db


def run() -> None:
    with create_app().app_context():
        with db.engine.connect() as connection:
            context.configure(connection=connection, target_metadata=db.metadata)
            with context.begin_transaction():
                context.run_migrations()


run()
