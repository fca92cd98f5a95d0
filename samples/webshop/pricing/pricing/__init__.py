"""Prices: promotions on a basket, and the nightly search for shelf prices."""

from .engine import best_combination, price_basket
from .model import Basket, Line, PricedLine, Rule
from .optimizer import PriceSearch, best_price

__all__ = ["Basket", "Line", "PricedLine", "PriceSearch", "Rule", "best_combination", "best_price", "price_basket"]
