"""Lists, search and product pages."""

from __future__ import annotations

import time

import requests
from flask import Blueprint, abort, current_app, jsonify, render_template, request
from sqlalchemy.orm import joinedload

import search

from ..extensions import search_index
from ..models import Product

blueprint = Blueprint("catalog", __name__)
PAGE = 24


@blueprint.get("/")
def home():
    products = Product.query.filter(Product.stock > 0).order_by(Product.id.desc()).limit(PAGE).all()
    return render_template("list.html", title="New in the shop", products=products)


@blueprint.get("/category/<name>")
def category(name: str):
    page = Product.query.filter_by(category=name).order_by(Product.name).paginate(per_page=PAGE)
    return render_template("list.html", title=name.title(), products=page.items, page=page)


@blueprint.get("/search")
def find():
    query = request.args.get("q", "").strip()
    index = search_index.current()
    if not query or index is None:
        return render_template("list.html", title="Search", products=[], query=query)
    ranked = [article for article, _ in index.search(query, PAGE)]
    by_article = {p.article: p for p in Product.query.filter(Product.article.in_(ranked))}
    products = [by_article[article] for article in ranked if article in by_article]
    hints = []
    if not products:
        vocabulary = {term: count for term, (count, _) in index.postings.items()}
        hints = search.suggest(query.lower(), vocabulary)
    return render_template("list.html", title=f"Search: {query}", products=products, query=query, hints=hints)


@blueprint.get("/product/<article>")
def product(article: str):
    found = Product.query.options(joinedload(Product.offers)).filter_by(article=article).first()
    if found is None:
        abort(404)
    return render_template("product.html", product=found)


@blueprint.get("/product/<article>/availability")
async def availability(article: str):
    """Asks the warehouse, which sometimes needs a moment to count."""
    url = f"{current_app.config['WAREHOUSE_URL']}/count/{article}"
    for _ in range(3):
        answer = requests.get(url, timeout=3)
        if answer.status_code == 202:
            time.sleep(0.5)
            continue
        answer.raise_for_status()
        return jsonify(article=article, count=answer.json()["count"])
    return jsonify(article=article, count=None), 503
