"""Tables. Money is in cents."""

from __future__ import annotations

from datetime import datetime, timezone

from werkzeug.security import check_password_hash, generate_password_hash

from .extensions import db


def now() -> datetime:
    return datetime.now(timezone.utc)


class Customer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(200), unique=True, nullable=False)
    password = db.Column(db.String(300), nullable=False)
    segment = db.Column(db.String(20), default="retail", nullable=False)
    orders = db.relationship("Order", back_populates="customer", order_by="Order.id.desc()")

    def set_password(self, plain: str) -> None:
        self.password = generate_password_hash(plain)

    def check_password(self, plain: str) -> bool:
        return check_password_hash(self.password, plain)


class Product(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    article = db.Column(db.String(40), unique=True, nullable=False)
    name = db.Column(db.String(200), nullable=False)
    text = db.Column(db.Text, default="", nullable=False)
    category = db.Column(db.String(60), index=True, nullable=False)
    price = db.Column(db.Integer, nullable=False)
    cost = db.Column(db.Integer, nullable=False)
    stock = db.Column(db.Integer, default=0, nullable=False)
    offers = db.relationship("SupplierOffer", back_populates="product")


class SupplierOffer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    product_id = db.Column(db.ForeignKey("product.id"), nullable=False)
    supplier = db.Column(db.String(60), nullable=False)
    stock = db.Column(db.Integer, nullable=False)
    price = db.Column(db.Integer, nullable=False)
    seen_at = db.Column(db.DateTime(timezone=True), default=now, nullable=False)
    product = db.relationship("Product", back_populates="offers")
    __table_args__ = (db.UniqueConstraint("product_id", "supplier"),)


class Promotion(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(40), unique=True, nullable=False)
    kind = db.Column(db.String(20), nullable=False)
    settings = db.Column(db.JSON, default=dict, nullable=False)
    starts_at = db.Column(db.DateTime(timezone=True))
    ends_at = db.Column(db.DateTime(timezone=True))


class Order(db.Model):
    __tablename__ = "orders"
    id = db.Column(db.Integer, primary_key=True)
    customer_id = db.Column(db.ForeignKey("customer.id"), nullable=False)
    state = db.Column(db.String(20), default="new", nullable=False)
    total = db.Column(db.Integer, nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), default=now, nullable=False)
    customer = db.relationship("Customer", back_populates="orders")
    lines = db.relationship("OrderLine", back_populates="order", cascade="all, delete-orphan")


class OrderLine(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.ForeignKey("orders.id"), nullable=False)
    article = db.Column(db.String(40), nullable=False)
    quantity = db.Column(db.Integer, nullable=False)
    total = db.Column(db.Integer, nullable=False)
    order = db.relationship("Order", back_populates="lines")
