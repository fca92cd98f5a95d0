"""Polls the suppliers' stock and price interfaces and tells the shop what changed."""
