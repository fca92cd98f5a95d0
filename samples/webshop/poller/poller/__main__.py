"""shop-poller --interval 60"""

from __future__ import annotations

import argparse
import json
import logging
import os

from .client import Supplier
from .runner import poll_suppliers, run_forever
from .store import OfferStore


def read_suppliers(path: str) -> list[Supplier]:
    with open(path, encoding="utf-8") as source:
        return [Supplier(**entry) for entry in json.load(source)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interval", type=float, default=60.0, help="seconds between two rounds")
    parser.add_argument("--once", action="store_true", help="one round, then exit")
    parser.add_argument("--suppliers", default=os.environ.get("SUPPLIERS", "suppliers.json"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    store = OfferStore(os.environ.get("SHOP_URL", "http://localhost:8000"), os.environ.get("SHOP_TOKEN", ""))
    suppliers = read_suppliers(options.suppliers)
    if options.once:
        poll_suppliers(suppliers, store)
    else:
        run_forever(suppliers, store, options.interval)


if __name__ == "__main__":
    main()
