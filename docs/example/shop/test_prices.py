from prices import cheapest, total


def test_happy_total():
    assert total([250, 250]) == 500


def test_happy_discount():
    assert total([199, 101], percent_off=10) == 270


def test_happy_cheapest():
    assert cheapest([3, 1, 2]) == 1


def test_edge_cheapest_of_nothing():
    assert cheapest([]) == 0
