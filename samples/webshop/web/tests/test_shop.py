import pytest

from shop import create_app
from shop.extensions import db
from shop.models import Customer, Product, Promotion, SupplierOffer


@pytest.fixture
def app(tmp_path):
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://", "INTERNAL_TOKEN": "secret"})
    with app.app_context():
        db.create_all()
        for n in range(3):
            db.session.add(Product(article=f"A{n}", name=f"Chair {n}", category="garden", price=1_000, cost=600, stock=5))
        db.session.commit()
        yield app


@pytest.fixture
def client(app):
    return app.test_client()


def test_home_lists_products(client):
    assert b"Chair 2" in client.get("/").data


def test_unknown_product(client):
    assert client.get("/product/NONE").status_code == 404


def test_promotion_lowers_the_basket(client):
    db.session.add(Promotion(code="TEN", kind="percent", settings={"rate": 1_000}))
    db.session.commit()
    client.post("/basket/A1", data={"quantity": 2})
    assert "18.00" in client.get("/basket").get_data(as_text=True)


def test_order_needs_login(client):
    assert client.post("/order").status_code == 302


def test_register_and_see_orders(client):
    client.post("/account/register", data={"email": "a@b.example", "password": "long enough"})
    assert Customer.query.count() == 1
    assert client.get("/account/orders").status_code == 200


def test_offers_need_the_token(client):
    body = {"supplier": "moss", "article": "A1", "stock": 4, "price": 550}
    assert client.post("/internal/offers", json=body).status_code == 403
    assert client.post("/internal/offers", json=body, headers={"X-Token": "secret"}).json == {"known": True}
    assert SupplierOffer.query.one().price == 550


def test_stock_report(client):
    assert client.get("/admin/stock.csv").get_data(as_text=True).count("\n") == 4
