"""What was last seen of each article, and the way to the shop."""

from __future__ import annotations

import threading

import requests

from .client import Offer


class OfferStore:
    def __init__(self, shop_url: str, token: str) -> None:
        self.shop_url = shop_url
        self.token = token
        self.lock = threading.Lock()
        self.seen: dict[tuple[str, str], Offer] = {}

    def changed(self, supplier: str, offer: Offer) -> bool:
        with self.lock:
            return self.seen.get((supplier, offer.article)) != offer

    def publish(self, supplier: str, offer: Offer) -> None:
        with self.lock:
            response = requests.post(
                f"{self.shop_url}/internal/offers",
                json={"supplier": supplier, "article": offer.article, "stock": offer.stock, "price": offer.price},
                headers={"X-Token": self.token},
                timeout=5,
            )
            response.raise_for_status()
            self.seen[(supplier, offer.article)] = offer

    def size(self) -> int:
        return len(self.seen)
