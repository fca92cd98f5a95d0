"""Registration, login and the customer's orders."""

from __future__ import annotations

from functools import wraps

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for

from ..extensions import db
from ..models import Customer, Order, Product

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.before_app_request
def load_customer() -> None:
    number = session.get("customer")
    g.customer = db.session.get(Customer, number) if number else None


def login_required(view):
    @wraps(view)
    def guarded(*args, **kwargs):
        if g.customer is None:
            return redirect(url_for("account.login", next=request.path))
        return view(*args, **kwargs)

    return guarded


@blueprint.route("/register", methods=["GET", "POST"])
def register():
    if request.method == "POST":
        email = request.form["email"].strip().lower()
        if Customer.query.filter_by(email=email).first():
            flash("This address is already registered.")
        else:
            customer = Customer(email=email)
            customer.set_password(request.form["password"])
            db.session.add(customer)
            db.session.commit()
            session["customer"] = customer.id
            return redirect(url_for("catalog.home"))
    return render_template("login.html", title="Register")


@blueprint.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        customer = Customer.query.filter_by(email=request.form["email"].strip().lower()).first()
        if customer and customer.check_password(request.form["password"]):
            session["customer"] = customer.id
            return redirect(url_for("account.order_history"))
        flash("Address or password is wrong.")
    return render_template("login.html", title="Log in")


@blueprint.get("/logout")
def logout():
    session.clear()
    return redirect(url_for("catalog.home"))


@blueprint.get("/orders")
@login_required
def order_history():
    history = []
    for order in Order.query.filter_by(customer_id=g.customer.id).order_by(Order.id.desc()):
        lines = []
        for line in order.lines:
            product = Product.query.filter_by(article=line.article).first()
            lines.append({"name": product.name if product else line.article, "line": line})
        history.append({"order": order, "lines": lines})
    return render_template("orders.html", title="Your orders", history=history)
