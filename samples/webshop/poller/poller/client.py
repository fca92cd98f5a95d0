"""The suppliers' HTTP interfaces. Each has its own idea of a stock list; all are turned into `Offer`s."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import requests

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Supplier:
    name: str
    url: str
    token: str
    dialect: str = "v2"


@dataclass(frozen=True)
class Offer:
    article: str
    stock: int
    price: int


class SupplierClient:
    def __init__(self, supplier: Supplier) -> None:
        self.supplier = supplier
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {supplier.token}"

    def list_articles(self) -> list[str]:
        articles: list[str] = []
        url = f"{self.supplier.url}/articles"
        while url:
            response = self.session.get(url, timeout=10)
            response.raise_for_status()
            page = response.json()
            articles.extend(item["number"] for item in page["items"])
            url = page.get("next")
        return articles

    def fetch_stock(self, article: str) -> int | None:
        try:
            response = self.session.get(f"{self.supplier.url}/stock/{article}", timeout=10)
            return int(response.json()["available"])
        except Exception:
            pass
        return None

    def fetch_prices(self, articles: list[str]) -> dict[str, int]:
        response = self.session.post(f"{self.supplier.url}/prices", json={"articles": articles})
        response.raise_for_status()
        return {row["article"]: round(float(row["net"]) * 100) for row in response.json()["prices"]}

    def fetch_offer(self, article: str, attempts: int = 3) -> Offer | None:
        for attempt in range(attempts):
            try:
                response = self.session.get(f"{self.supplier.url}/offers/{article}", timeout=10)
                if response.status_code == 404:
                    return None
                response.raise_for_status()
                return parse_offer(article, response.json(), self.supplier.dialect)
            except requests.RequestException as error:
                log.warning("%s: %s, attempt %d: %s", self.supplier.name, article, attempt + 1, error)
                time.sleep(2 ** attempt)
        return None


def parse_offer(article: str, body: dict, dialect: str) -> Offer:
    if dialect == "v1":
        # The old interface sends numbers as text with a decimal comma.
        return Offer(article, int(body["qty"]), round(float(body["price"].replace(",", ".")) * 100))
    return Offer(article, int(body["stock"]["free"]), int(body["price"]["cents"]))
