"""Basket and order."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from .. import basket
from ..extensions import db
from ..models import Order, OrderLine, Product
from .account import login_required

blueprint = Blueprint("checkout", __name__)


@blueprint.get("/basket")
def show():
    segment = g.customer.segment if g.customer else "retail"
    lines = basket.priced(segment)
    return render_template("basket.html", title="Basket", lines=lines, total=sum(line.total for line in lines))


@blueprint.post("/basket/<article>")
def change(article: str):
    basket.put(article, request.form.get("quantity", 1, type=int))
    return redirect(url_for("checkout.show"))


@blueprint.post("/order")
@login_required
def order():
    lines = basket.priced(g.customer.segment)
    if not lines:
        flash("The basket is empty.")
        return redirect(url_for("checkout.show"))
    articles = [line.line.article for line in lines]
    # Rows are locked in one order so that two orders cannot wait for each other.
    products = {
        p.article: p
        for p in Product.query.filter(Product.article.in_(articles)).order_by(Product.id).with_for_update()
    }
    for line in lines:
        product = products[line.line.article]
        if product.stock < line.line.quantity:
            db.session.rollback()
            flash(f"Only {product.stock} of {product.name} are left.")
            return redirect(url_for("checkout.show"))
        product.stock -= line.line.quantity
    placed = Order(customer_id=g.customer.id, total=sum(line.total for line in lines))
    placed.lines = [
        OrderLine(article=line.line.article, quantity=line.line.quantity, total=line.total) for line in lines
    ]
    db.session.add(placed)
    db.session.commit()
    basket.clear()

    from ..tasks import send_confirmation

    send_confirmation.delay(placed.id)
    return render_template("message.html", title="Thank you", text=f"Your order has the number {placed.id}.")
