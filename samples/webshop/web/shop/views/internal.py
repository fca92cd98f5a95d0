"""Interfaces for our own services."""

from __future__ import annotations

import hmac

from flask import Blueprint, abort, current_app, jsonify, request

from ..extensions import db
from ..models import Product, SupplierOffer, now

blueprint = Blueprint("internal", __name__, url_prefix="/internal")


@blueprint.before_request
def check_token() -> None:
    if not hmac.compare_digest(request.headers.get("X-Token", ""), current_app.config["INTERNAL_TOKEN"]):
        abort(403)


@blueprint.post("/offers")
def receive_offer():
    body = request.get_json()
    product = Product.query.filter_by(article=body["article"]).first()
    if product is None:
        return jsonify(known=False), 202
    offer = SupplierOffer.query.filter_by(product_id=product.id, supplier=body["supplier"]).first()
    if offer is None:
        offer = SupplierOffer(product_id=product.id, supplier=body["supplier"])
        db.session.add(offer)
    offer.stock, offer.price, offer.seen_at = body["stock"], body["price"], now()
    db.session.commit()
    return jsonify(known=True)


@blueprint.get("/health")
def health():
    db.session.execute(db.select(1))
    return jsonify(status="ok")
