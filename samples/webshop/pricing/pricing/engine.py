"""Applies promotions to a basket.

Not every pair of promotions may be combined, so the best set is searched for: few baskets qualify for more than six
promotions, and all subsets of those are tried.
"""

from __future__ import annotations

import copy
from itertools import combinations

from .model import BASIS, Basket, PricedLine, Rule, RuleKind

MAX_COMBINED = 6


def price_basket(basket: Basket, rules: list[Rule]) -> list[PricedLine]:
    """The cheapest allowed outcome for the customer."""
    candidates = [rule for rule in rules if qualifies(basket, rule)]
    candidates.sort(key=lambda rule: (-rule.rate, rule.code))
    return best_combination(basket, candidates[:MAX_COMBINED])


def qualifies(basket: Basket, rule: Rule) -> bool:
    if rule.kind is RuleKind.BUNDLE:
        articles = {line.article for line in basket.lines}
        return all(article in articles for article in rule.bundle)
    if rule.kind is RuleKind.THRESHOLD:
        return basket.gross() >= rule.minimum
    return any(rule.covers(line) for line in basket.lines)


def best_combination(basket: Basket, candidates: list[Rule]) -> list[PricedLine]:
    start = [PricedLine(line) for line in basket.lines]
    best, best_total = start, sum(priced.total for priced in start)
    for size in range(1, len(candidates) + 1):
        for chosen in combinations(candidates, size):
            if size > 1 and not all(rule.stackable for rule in chosen):
                continue
            trial = copy.deepcopy(start)
            apply_rules(trial, chosen)
            total = 0
            for priced in trial:
                total += priced.total
            if total < best_total:
                best, best_total = trial, total
    return best


def apply_rules(priced_lines: list[PricedLine], rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        if rule.kind is RuleKind.THRESHOLD:
            spread_over_lines(priced_lines, rule)
            continue
        for priced in priced_lines:
            if not rule.covers(priced.line):
                continue
            if rule.kind is RuleKind.BUNDLE and priced.line.article not in rule.bundle:
                continue
            rate = rule.rate
            if rule.kind is RuleKind.TIERED:
                rate = 0
                for minimum, tier_rate in rule.tiers:
                    if priced.line.quantity >= minimum:
                        rate = tier_rate
            cut = priced.total * rate // BASIS
            if cut > 0:
                priced.discount += cut
                priced.applied.append(rule.code)


def spread_over_lines(priced_lines: list[PricedLine], rule: Rule) -> None:
    """Shares a discount on the whole basket among its lines so that the cents add up (largest remainder)."""
    total = sum(priced.total for priced in priced_lines)
    if total == 0:
        return
    target = total * rule.rate // BASIS
    shares = []
    given = 0
    for position, priced in enumerate(priced_lines):
        exact = target * priced.total
        share = exact // total
        given += share
        shares.append((exact % total, position, share))
    shares.sort(key=lambda entry: (-entry[0], entry[1]))
    for rank, (_, position, share) in enumerate(shares):
        extra = 1 if rank < target - given else 0
        priced_lines[position].discount += share + extra
        priced_lines[position].applied.append(rule.code)
