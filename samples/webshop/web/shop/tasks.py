"""Work that no customer waits for."""

from __future__ import annotations

import os
import smtplib
from email.message import EmailMessage

import pricing
import search
from pricing.optimizer import Segment

from . import create_app
from .extensions import db
from .models import Order, OrderLine, Product, SupplierOffer
from .worker import celery

SEGMENTS = [Segment("retail", 0.7, -1.9), Segment("club", 0.2, -1.4), Segment("trade", 0.1, -2.6)]
SEASONS = {"garden": [0.4, 0.8, 1.6, 1.9, 1.2, 0.6], "camping": [0.3, 0.5, 1.4, 2.1, 1.1, 0.4]}


@celery.task
def send_confirmation(order_id: int) -> None:
    with create_app().app_context():
        order = db.session.get(Order, order_id)
        message = EmailMessage()
        message["To"] = order.customer.email
        message["From"] = "orders@heron-reed.example"
        message["Subject"] = f"Your order {order.id}"
        body = "Thank you for your order.\n\n"
        for line in order.lines:
            body += f"{line.quantity:3d} x {line.article:20s} {line.total / 100:10.2f}\n"
        message.set_content(body)
        try:
            with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost")) as server:
                server.send_message(message)
        except OSError:
            pass


@celery.task
def rebuild_index() -> int:
    app = create_app()
    with app.app_context():
        builder = search.IndexBuilder()
        for product in Product.query.order_by(Product.id):
            builder.add(product.article, f"{product.name} {product.category} {product.text}")
        path = app.config["SEARCH_INDEX"]
        search.save(builder.build(), path + ".new")
        os.replace(path + ".new", path)
        return len(builder.documents)


@celery.task
def reprice_catalogue() -> int:
    changed = 0
    with create_app().app_context():
        for product in Product.query.order_by(Product.id).all():
            offers = SupplierOffer.query.filter_by(product_id=product.id).all()
            cost = min([offer.price for offer in offers] + [product.cost])
            sales = OrderLine.query.filter_by(article=product.article).order_by(OrderLine.id.desc()).limit(8).all()
            question = pricing.PriceSearch(
                cost=cost,
                reference_price=product.price,
                lowest=max(cost + 1, product.price * 7 // 10),
                highest=product.price * 13 // 10,
                step=10,
                stock=product.stock + sum(offer.stock for offer in offers),
                seasonality=SEASONS.get(product.category, [1.0]),
                history=[float(sale.quantity) for sale in sales],
            )
            price, _ = pricing.best_price(question, SEGMENTS, base=12.0)
            if price != product.price:
                product.price = price
                changed += 1
            db.session.commit()
    return changed
