"""Reports for the office, reachable in the internal network only."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy import func

from ..extensions import db
from ..models import Order, OrderLine, Product, Promotion, SupplierOffer

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/stock.csv")
def stock_report():
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["article", "name", "stock", "at suppliers", "sold"])
    for product in Product.query.order_by(Product.article):
        offers = SupplierOffer.query.filter_by(product_id=product.id).all()
        sold = db.session.query(func.sum(OrderLine.quantity)).filter_by(article=product.article).scalar() or 0
        writer.writerow([product.article, product.name, product.stock, sum(o.stock for o in offers), sold])
    return Response(target.getvalue(), mimetype="text/csv")


@blueprint.get("/turnover")
def turnover():
    rows = (
        db.session.query(func.date(Order.created_at), func.count(Order.id), func.sum(Order.total))
        .group_by(func.date(Order.created_at))
        .order_by(func.date(Order.created_at).desc())
        .limit(60)
        .all()
    )
    return render_template("turnover.html", title="Turnover", rows=rows)


@blueprint.post("/promotions")
def add_promotion():
    form = request.form
    db.session.add(
        Promotion(
            code=form["code"],
            kind=form["kind"],
            settings={"rate": form.get("rate", 0, type=int), "categories": form.getlist("category")},
        )
    )
    db.session.commit()
    return redirect(url_for("admin.turnover"))
