"""Full-text search over product texts, kept in memory."""

from .index import IndexBuilder, SearchIndex, load, save
from .suggest import suggest
from .tokenizer import tokenize

__all__ = ["IndexBuilder", "SearchIndex", "load", "save", "suggest", "tokenize"]
