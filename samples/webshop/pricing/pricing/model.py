"""Plain data of the pricing engine. All money is in cents, all rates in basis points (1/100 of a per cent)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

BASIS = 10_000


class RuleKind(Enum):
    PERCENT = "percent"
    TIERED = "tiered"
    BUNDLE = "bundle"
    THRESHOLD = "threshold"


@dataclass(frozen=True)
class Line:
    article: str
    category: str
    unit_price: int
    quantity: int
    weight_grams: int = 0


@dataclass
class PricedLine:
    line: Line
    discount: int = 0
    applied: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return max(0, self.line.unit_price * self.line.quantity - self.discount)


@dataclass
class Rule:
    code: str
    kind: RuleKind
    categories: frozenset[str] = frozenset()
    rate: int = 0
    # (minimum quantity, rate) in rising order, for tiered rules
    tiers: tuple[tuple[int, int], ...] = ()
    # articles that must all be in the basket, for bundles
    bundle: tuple[str, ...] = ()
    minimum: int = 0
    stackable: bool = True

    def covers(self, line: Line) -> bool:
        return not self.categories or line.category in self.categories


@dataclass
class Basket:
    lines: list[Line]
    segment: str = "retail"
    vouchers: tuple[str, ...] = ()

    def gross(self) -> int:
        return sum(line.unit_price * line.quantity for line in self.lines)
