"""The basket in the customer's session, and its price."""

from __future__ import annotations

from flask import session

import pricing
from pricing.model import RuleKind

from .models import Product, Promotion, now


def contents() -> dict[str, int]:
    return dict(session.get("basket", {}))


def put(article: str, quantity: int) -> None:
    basket = contents()
    if quantity > 0:
        basket[article] = min(quantity, 99)
    else:
        basket.pop(article, None)
    session["basket"] = basket


def clear() -> None:
    session.pop("basket", None)


def active_rules() -> list[pricing.Rule]:
    moment = now()
    query = Promotion.query.filter(
        (Promotion.starts_at.is_(None)) | (Promotion.starts_at <= moment),
        (Promotion.ends_at.is_(None)) | (Promotion.ends_at > moment),
    )
    rules = []
    for promotion in query:
        settings = promotion.settings
        rules.append(
            pricing.Rule(
                code=promotion.code,
                kind=RuleKind(promotion.kind),
                categories=frozenset(settings.get("categories", ())),
                rate=settings.get("rate", 0),
                tiers=tuple(tuple(tier) for tier in settings.get("tiers", ())),
                bundle=tuple(settings.get("bundle", ())),
                minimum=settings.get("minimum", 0),
                stackable=settings.get("stackable", True),
            )
        )
    return rules


def priced(segment: str = "retail") -> list[pricing.PricedLine]:
    quantities = contents()
    products = Product.query.filter(Product.article.in_(quantities)).order_by(Product.article).all()
    lines = [pricing.Line(p.article, p.category, p.price, quantities[p.article]) for p in products]
    return pricing.price_basket(pricing.Basket(lines, segment), active_rules())
