"""The nightly search for shelf prices.

For each article a grid of prices is tried against the demand that each customer segment is expected to show in each of
the coming weeks; the price with the highest margin wins. Demand follows a constant-elasticity curve, damped by what was
sold in the weeks before (people who bought a tent last week do not buy another).
"""

from __future__ import annotations

from dataclasses import dataclass

HORIZON_WEEKS = 13
DAMPING = 0.35


@dataclass(frozen=True)
class Segment:
    name: str
    weight: float
    elasticity: float


@dataclass
class PriceSearch:
    cost: int
    reference_price: int
    lowest: int
    highest: int
    step: int
    stock: int
    seasonality: list[float]
    history: list[float]


def expected_demand(base: float, price: int, reference: int, segment: Segment, week: int, search: PriceSearch) -> float:
    ratio = price / reference
    demand = base * segment.weight * ratio ** segment.elasticity
    season = search.seasonality[week % len(search.seasonality)]
    echo = 0.0
    for age in range(len(search.history)):
        echo += search.history[-1 - age] * DAMPING ** (age + 1)
    return max(0.0, demand * season - echo * 0.01)


def best_price(search: PriceSearch, segments: list[Segment], base: float) -> tuple[int, float]:
    best, best_margin = search.reference_price, float("-inf")
    price = search.lowest
    while price <= search.highest:
        margin = 0.0
        for segment in segments:
            left = search.stock * segment.weight
            for week in range(HORIZON_WEEKS):
                demand = expected_demand(base, price, search.reference_price, segment, week, search)
                sold = demand if demand < left else left
                left -= sold
                margin += sold * (price - search.cost)
                if left <= 0:
                    break
        if margin > best_margin:
            best, best_margin = price, margin
        price += search.step
    return round_to_shelf(best), best_margin


def round_to_shelf(cents: int) -> int:
    """Shelf prices end in 9: 12.34 becomes 12.29, or 12.39 where that is nearer."""
    below = cents - (cents + 1) % 10
    return below if cents - below <= 5 else below + 10


def cross_effects(prices: list[int], references: list[int], matrix: list[list[float]]) -> list[float]:
    """By which factor the demand of each article changes through the prices of all others."""
    count = len(prices)
    factors = [1.0] * count
    for i in range(count):
        for j in range(count):
            if i == j:
                continue
            change = (prices[j] - references[j]) / references[j]
            factors[i] *= 1.0 + matrix[i][j] * change
    return factors
