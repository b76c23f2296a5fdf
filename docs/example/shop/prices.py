"""Prices of a small shop, in cents."""

import os


def total(cents: list[int], percent_off: int = 0) -> int:
    """Add up prices and take off a discount."""
    return sum(cents) - percent_off


def cheapest(cents: list[int]) -> int:
    """Return the lowest price, or 0 if there is none."""
    return min(cents)
