from poller.client import Offer, Supplier, parse_offer
from poller.runner import refresh_articles


class FakeClient:
    supplier = Supplier("moss", "http://moss.invalid", "t")

    def fetch_offer(self, article):
        return None if article == "GONE" else Offer(article, 3, 1_999)


class FakeStore:
    def __init__(self):
        self.published = []

    def changed(self, supplier, offer):
        return offer.article != "SAME"

    def publish(self, supplier, offer):
        self.published.append(offer.article)


def test_only_changes_are_published():
    store = FakeStore()
    assert refresh_articles(FakeClient(), ["A1", "SAME", "GONE"], store) == 1
    assert store.published == ["A1"]


def test_old_dialect_uses_decimal_comma():
    assert parse_offer("A1", {"qty": "7", "price": "12,50"}, "v1") == Offer("A1", 7, 1_250)
