"""What the whole application shares."""

from __future__ import annotations

import os

from flask_sqlalchemy import SQLAlchemy

import search

db = SQLAlchemy()


class ReloadingIndex:
    """The search index, read again when the worker has written a new one."""

    def __init__(self) -> None:
        self.path = ""
        self.changed_at = 0.0
        self.index: search.SearchIndex | None = None

    def init_app(self, app) -> None:
        self.path = app.config["SEARCH_INDEX"]

    def current(self) -> search.SearchIndex | None:
        try:
            changed_at = os.path.getmtime(self.path)
        except FileNotFoundError:
            return None
        if changed_at != self.changed_at:
            self.index = search.load(self.path)
            self.changed_at = changed_at
        return self.index


search_index = ReloadingIndex()
