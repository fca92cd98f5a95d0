"""One round: every supplier at the same time, and within a supplier every article."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from .client import Supplier, SupplierClient
from .store import OfferStore

log = logging.getLogger(__name__)
failures: dict[str, int] = {}
offers_asked = 0
PAUSE_AFTER_FAILURES = 5


def poll_suppliers(suppliers: list[Supplier], store: OfferStore) -> int:
    changed = 0
    with ThreadPoolExecutor(max_workers=len(suppliers) or 1) as pool:
        rounds = {pool.submit(poll_one, supplier, store): supplier for supplier in suppliers}
        for done in as_completed(rounds):
            supplier = rounds[done]
            try:
                changed += done.result()
                failures[supplier.name] = 0
            except Exception as error:
                failures[supplier.name] = failures.get(supplier.name, 0) + 1
                log.error("%s: round failed: %s", supplier.name, error)
    return changed


def poll_one(supplier: Supplier, store: OfferStore) -> int:
    if failures.get(supplier.name, 0) >= PAUSE_AFTER_FAILURES:
        failures[supplier.name] -= 1
        return 0
    client = SupplierClient(supplier)
    return refresh_articles(client, client.list_articles(), store)


def refresh_articles(client: SupplierClient, articles: list[str], store: OfferStore) -> int:
    changes: list[str] = []

    def refresh(article: str) -> None:
        global offers_asked
        offers_asked += 1
        offer = client.fetch_offer(article)
        if offer is None:
            failures[client.supplier.name] = failures.get(client.supplier.name, 0) + 1
            return
        if store.changed(client.supplier.name, offer):
            store.publish(client.supplier.name, offer)
            changes.append(article)

    threads = []
    for article in articles:
        thread = threading.Thread(target=refresh, args=(article,), daemon=True)
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return len(changes)


def run_forever(suppliers: list[Supplier], store: OfferStore, interval: float) -> None:
    while True:
        started = time.monotonic()
        changed = poll_suppliers(suppliers, store)
        log.info("%d offers asked for so far, %d changed, %d known", offers_asked, changed, store.size())
        time.sleep(max(0.0, interval - (time.monotonic() - started)))
