import pytest
from pricing import Basket, Line, PriceSearch, Rule, best_price, price_basket
from pricing.model import RuleKind
from pricing.optimizer import Segment, cross_effects, round_to_shelf


def tent(quantity=1):
    return Line("TENT-2P", "camping", 19_900, quantity)


def test_no_rules_no_discount():
    assert price_basket(Basket([tent()]), [])[0].total == 19_900


def test_tier_is_chosen_by_quantity():
    rule = Rule("BULK", RuleKind.TIERED, tiers=((2, 500), (5, 1_000)))
    assert price_basket(Basket([tent(5)]), [rule])[0].discount == 9_950


def test_unstackable_rules_exclude_each_other():
    first = Rule("TEN", RuleKind.PERCENT, rate=1_000, stackable=False)
    second = Rule("FIVE", RuleKind.PERCENT, rate=500)
    assert price_basket(Basket([tent()]), [first, second])[0].applied == ["TEN"]


def test_threshold_discount_adds_up_to_the_cent():
    lines = [Line(f"A{n}", "garden", 333, 1) for n in range(3)]
    rule = Rule("OVER5", RuleKind.THRESHOLD, rate=1_000, minimum=500)
    assert sum(line.discount for line in price_basket(Basket(lines), [rule])) == 99


@pytest.mark.parametrize("cents, shelf", [(1234, 1229), (1236, 1239), (1239, 1239)])
def test_round_to_shelf(cents, shelf):
    assert round_to_shelf(cents) == shelf


def test_inelastic_demand_takes_the_highest_price():
    search = PriceSearch(500, 1_000, 800, 1_209, 10, 10_000, [1.0], [0.0])
    price, margin = best_price(search, [Segment("retail", 1.0, -0.2)], 20.0)
    assert price >= 1_199 and margin > 0


def test_substitutes_raise_demand():
    assert cross_effects([100, 120], [100, 100], [[0, 0.5], [0.5, 0]])[0] == pytest.approx(1.1)
