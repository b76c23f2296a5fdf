"""Makes the reference numbers of fixtures/statistics, with which the tests of AssayStatistics compare.

usage: python3 vectors.py FOLDER

Needs scipy, statsmodels and numpy; fixtures/statistics/README.md names the versions that made the committed files.
Nothing here is a port of the Swift code: wherever a library has the method, the library computes it.
"""

import fractions
import itertools
import json
import math
import pathlib
import sys

import numpy
import scipy
import statsmodels
import statsmodels.api
from scipy import integrate, optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import ttost_paired

DATA = {
    "A": ["111", "110", "000", "101", "010", "111", "000", "111", "001", "111", "100", "000"],
    "B": ["111", "111", "010", "111", "110", "111", "000", "111", "101", "101", "111", "001"],
}
COSTS = {
    "A": [[10, 11, 9], [20, 21, 22], [31, 30, 29], [12, 13, 12], [18, 17, 19], [8, 8, 9], [40, 41, 39], [10, 10, 11], [22, 21, 20],
          [9, 10, 10], [15, 16, 15], [35, 36, 34]],
    "B": [[25, 26, 24], [52, 50, 49], [90, 88, 91], [30, 31, 29], [44, 43, 45], [20, 21, 20], [110, 108, 112], [26, 25, 24],
          [55, 54, 56], [24, 25, 23], [40, 41, 39], [99, 100, 98]],
}


class SplitMix64:
    """The published generator (Steele, Lea, Flood 2014)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, n):
        return (self.next() * n) >> 64


def solved(arm):
    return [[int(seed) for seed in task] for task in DATA[arm]]


def cost(arm):
    return [[thousandths / 1000 for thousandths in task] for task in COSTS[arm]]


def differences():
    return [sum(b) / 3 - sum(a) / 3 for a, b in zip(solved("A"), solved("B"))]


def distributions():
    students = itertools.product((0.9, 0.95, 0.975, 0.995), (1, 2, 5, 9, 19, 49, 163, 500))
    betas = [(0.5, 0.5, 0.3), (1, 1, 0.25), (11, 4, 0.5), (3, 9, 0.5), (200, 300, 0.4), (8.5, 2.5, 0.9)]
    quantiles = [(1, 10, 0.975), (8, 3, 0.025), (0.5, 20.5, 0.95), (130, 35, 0.025)]
    return {
        "normal_quantile": [{"p": p, "z": stats.norm.ppf(p)} for p in (0.5, 0.8, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.025, 1e-6)],
        "student_quantile": [{"p": p, "df": df, "t": stats.t.ppf(p, df)} for p, df in students],
        "incomplete_beta": [{"a": a, "b": b, "x": x, "I": stats.beta.cdf(x, a, b)} for a, b, x in betas],
        "beta_quantile": [{"a": a, "b": b, "p": p, "x": stats.beta.ppf(p, a, b)} for a, b, p in quantiles],
    }


def score(only_a, only_b, n, delta):
    """Tango's score statistic (1998) of the hypothesis that B − A is delta."""
    b = -(only_a + only_b) + (2 * n - (only_b - only_a)) * delta
    p = (math.sqrt(max(0, b * b + 8 * n * only_a * delta * (1 - delta))) - b) / (4 * n)
    variance = n * (2 * p + delta * (1 - delta))
    return (only_b - only_a - n * delta) / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, only_b - only_a - n * delta)


def tango(only_a, only_b, n, level):
    """Tango's score interval (1998) by root finding on the score statistic."""
    z = stats.norm.ppf((1 + level) / 2)
    tiny = 1e-14

    def end(target):
        return optimize.brentq(lambda delta: max(-1e9, min(1e9, score(only_a, only_b, n, delta))) - target, -1 + tiny, 1 - tiny, xtol=1e-15, rtol=1e-14)

    return [end(z), end(-z)]


def intervals():
    counts = [(0, 10), (1, 10), (7, 10), (10, 10), (13, 50), (131, 164), (164, 164), (500, 1000), (0, 300), (3, 64)]
    pairs = [(30, 5, 12, 13), (20, 3, 8, 9), (100, 10, 25, 29), (0, 0, 5, 5), (140, 4, 4, 16), (60, 0, 0, 0), (300, 20, 22, 158)]
    proportions = []
    for (count, n), level in itertools.product(counts, (0.9, 0.95, 0.99)):
        row = {"count": count, "n": n, "level": level}
        for name, method in (("wilson", "wilson"), ("clopper_pearson", "beta")):
            low, high = proportion_confint(count, n, alpha=1 - level, method=method)
            row[name] = [0 if count == 0 else low, 1 if count == n else high]
        proportions.append(row)
    difference = stats.ttest_1samp(differences(), 0).confidence_interval(0.95)
    return {
        "proportion": proportions,
        "paired_proportions": [
            {"only_a": a, "only_b": b, "n": both + a + b + neither}
            | {f"tango_{level}": tango(a, b, both + a + b + neither, level) for level in (0.95, 0.9)}
            for both, a, b, neither in pairs
        ],
        "mean_difference": {"d": differences(), "t95": list(difference)},
    }


def mcnemar(only_a, only_b):
    return stats.binomtest(only_a, only_a + only_b, 0.5).pvalue if only_a + only_b else 1.0


def sign_flip(d):
    observed = abs(sum(d)) - 1e-12
    return numpy.mean([abs(sum(s * x for s, x in zip(signs, d))) >= observed for signs in itertools.product((1, -1), repeat=len(d))])


def exact_bound(n, alpha):
    """The share of tasks that may differ where none of n does: Clopper and Pearson's one-sided bound for 0 of n."""
    return float(proportion_confint(0, n, alpha=2 * alpha, method="beta")[1])


def sign_flip_exact(steps):
    """The permutation test on whole numbers by the exact distribution of the sum, in rational numbers."""
    sums = {0: 1}
    for step in steps:
        if step:
            sums = {total: sums.get(total - abs(step), 0) + sums.get(total + abs(step), 0)
                    for total in {total + sign * abs(step) for total in sums for sign in (1, -1)}}
    observed = abs(sum(steps))
    return float(fractions.Fraction(sum(count for total, count in sums.items() if abs(total) >= observed), sum(sums.values())))


def steps_of(counts):
    """Differences in samples from pairs of difference and number of tasks."""
    return [step for step, tasks in counts for _ in range(tasks)]


def several(counts, samples, margin):
    """The decision on several samples a task, all p values from scipy and statsmodels."""
    steps = steps_of(counts)
    n, d = len(steps), [step / samples for step in steps]
    agreement = (1 - margin) ** n
    row = {"counts": counts, "samples": samples, "margin": margin, "p": sign_flip_exact(steps)}
    if len(set(steps)) == 1:
        value = d[0]
        row["non_inferiority"] = ((1 - margin) / (1 + value)) ** n if value > -margin else 1
        other = ((1 - margin) / (1 - value)) ** n if value < margin else 1
        row["equivalence"] = max(agreement, row["non_inferiority"], other)
        bound = 1 - 0.05 ** (1 / n)
        row["ci90"] = [value - bound * (value + 1), value + bound * (1 - value)]
        row["ci95"] = None if value else row["ci90"]
        ahead = value > 0
    else:
        total, lower, upper = ttost_paired(numpy.array(d), numpy.zeros(n), -margin, margin)
        row["non_inferiority"] = float(lower[1])
        row["equivalence"] = max(agreement, float(total))
        for name, level in (("ci95", 0.95), ("ci90", 0.9)):
            ends = stats.ttest_1samp(d, 0).confidence_interval(level)
            row[name] = [max(-1, ends[0]), min(1, ends[1])]
        ahead = row["ci95"][0] > 0
    row["non_inferiority"] = max(row["non_inferiority"], agreement)
    if ahead and sum(d) > 0:
        # What is better beyond doubt loses nothing.
        row["non_inferiority"] = min(row["non_inferiority"], row["p"])
    low, high = row["ci95"] or [d[0], d[0]]
    row["verdict"] = "inconclusive"
    if n >= 6 and row["p"] <= 0.05 and high < 0:
        row["verdict"] = "regressed"
    elif n >= 6 and row["p"] <= 0.05 and low > 0:
        row["verdict"] = "improved"
    elif n >= 6 and row["equivalence"] < 0.05:
        row["verdict"] = "equivalent"
    return row


SEVERAL = [
    ([(0, 200)], 3, 0.05), ([(0, 58)], 3, 0.05), ([(0, 59)], 3, 0.05), ([(0, 20)], 3, 0.05), ([(0, 19), (1, 1)], 3, 0.05),
    ([(0, 80), (1, 2), (-1, 1)], 3, 0.05), ([(0, 10), (2, 12), (-1, 2)], 3, 0.05), ([(0, 10), (-2, 12), (1, 2)], 3, 0.05),
    ([(1, 12), (-4, 8)], 5, 0.05), ([(1, 7)], 3, 0.05), ([(-1, 20)], 3, 0.05), ([(1, 5)], 2, 0.05), ([(0, 30), (1, 4), (-1, 4)], 2, 0.1),
    ([(0, 400), (1, 30), (-1, 22), (3, 5), (-2, 9)], 5, 0.05),
]


def comparison():
    cases = [(30, 12, 2, 16), (30, 2, 12, 16), (300, 10, 9, 181), (30, 5, 6, 19), (450, 22, 3, 25), (40, 0, 0, 18), (40, 0, 0, 19),
             (90, 1, 0, 9), (50, 0, 1, 9), (3, 0, 0, 2)]
    decisions = []
    for both, a, b, neither in cases:
        n, margin = both + a + b + neither, 0.05
        agreement = (1 - margin) ** n
        loss, gain = float(stats.norm.sf(score(a, b, n, -margin))), float(stats.norm.cdf(score(a, b, n, margin)))
        equivalence = max(agreement, loss, gain) if a + b else agreement
        ci95, ci90, p = tango(a, b, n, 0.95), tango(a, b, n, 0.9), mcnemar(a, b)
        verdict = "inconclusive"
        if ci95[1] < 0 and p <= 0.05:
            verdict = "regressed"
        elif ci95[0] > 0 and p <= 0.05:
            verdict = "improved"
        elif n >= 6 and equivalence < 0.05:
            verdict = "equivalent"
        decisions.append({"both": both, "only_a": a, "only_b": b, "neither": neither, "margin": margin, "ci95": ci95,
                          "ci90": ci90 if a + b else [-exact_bound(n, 0.05), exact_bound(n, 0.05)],
                          "p": p, "equivalence": equivalence, "verdict": verdict})
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    counts = [(0, 0), (0, 1), (0, 5), (1, 8), (2, 10), (3, 3), (4, 9), (12, 5), (25, 10), (30, 31), (60, 40)]
    return {
        "mcnemar": [{"only_a": a, "only_b": b, "p": mcnemar(a, b)} for a, b in counts],
        "sign_flip": {"d": differences(), "p": sign_flip(differences())},
        "sign_flip_exact": [{"counts": counts, "p": sign_flip_exact(steps_of(counts))} for counts, _, _ in SEVERAL]
        + [{"counts": [(1, 100), (-1, 70)], "p": mcnemar(70, 100)}, {"counts": [(-1, 150)], "p": mcnemar(150, 0)}],
        "decision_rule": decisions,
        "decision_rule_several": [several(*case) for case in SEVERAL],
        "exact_bound": [{"n": n, "alpha": alpha, "share": exact_bound(n, alpha)}
                        for n, alpha in itertools.product((1, 6, 12, 58, 59, 200, 400), (0.05, 0.03, 0.025))],
        "tasks_without_a_difference": [
            {"margin": margin, "alpha": alpha, "n": next(n for n in itertools.count(1) if exact_bound(n, alpha) < margin)}
            for margin, alpha in itertools.product((0.02, 0.05, 0.1, 0.3), (0.05, 0.03, 0.05 / 3))],
        "holm": {"p": p, "adjusted": list(multipletests(p, method="holm")[1])},
    }


def clustered(clusters):
    values = [value for cluster in clusters for value in cluster]
    groups = [index for index, cluster in enumerate(clusters) for _ in cluster]
    # statsmodels scales by G/(G-1) * (N-1)/(N-K), which for a mean is G/(G-1) alone.
    fit = statsmodels.api.OLS(values, numpy.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": groups})
    error = float(fit.bse[0])
    half = stats.t.ppf(0.975, len(clusters) - 1) * error
    mean = float(numpy.mean(values))
    return {"clusters": clusters, "mean": mean, "cr1": error, "t95": [mean - half, mean + half]}


def bootstrap(seed, statistic):
    generator = SplitMix64(seed)
    return [statistic([generator.below(12) for _ in range(12)]) for _ in range(10_000)]


def resampling():
    d = differences()
    means = bootstrap(20_240_711, lambda drawn: sum(d[task] for task in drawn) / 12)
    spent = {arm: [sum(task) for task in cost(arm)] for arm in "AB"}
    wins = {arm: [sum(task) for task in solved(arm)] for arm in "AB"}

    def per_solved(arm, drawn):
        return sum(spent[arm][task] for task in drawn) / sum(wins[arm][task] for task in drawn)

    ratios = bootstrap(7, lambda drawn: math.log(per_solved("B", drawn) / per_solved("A", drawn)))
    every = range(12)
    stream, below = SplitMix64(1_234_567), SplitMix64(42)
    return {
        "splitmix64": {"seed": 1_234_567, "first": [f"{stream.next():016x}" for _ in range(5)],
                       "seed_below": 42, "below_10": [below.below(10) for _ in range(10)]},
        "clustered_mean": [clustered(solved("A")), clustered([[1, 1, 0], [1, 0], [0], [1, 1, 1, 0]])],
        "bootstrap": {"d": d, "seed": 20_240_711, "percentile_0.95": list(numpy.quantile(means, [0.025, 0.975])),
                      "percentile_0.9": list(numpy.quantile(means, [0.05, 0.95]))},
        "cost_per_solved": {
            "cost_a": spent["A"], "cost_b": spent["B"], "solved_a": wins["A"], "solved_b": wins["B"], "seed": 7,
            "a": per_solved("A", every), "b": per_solved("B", every),
            "ratio_0.95": [math.exp(end) for end in numpy.quantile(ratios, [0.025, 0.975])]},
    }


def tasks_needed(delta, discordance):
    z = stats.norm.ppf([0.975, 0.8])
    return (z[0] * math.sqrt(discordance) + z[1] * math.sqrt(max(0, discordance - delta * delta))) ** 2 / delta ** 2


def smallest(n, discordance):
    if tasks_needed(discordance, discordance) > n:
        return None
    return optimize.brentq(lambda delta: tasks_needed(delta, discordance) - n, 1e-9, discordance, xtol=1e-15)


def mcnemar_power(n, a, b):
    """The probability of a significant table, over all tables of n tasks."""
    return sum(stats.multinomial.pmf([i, j, n - i - j], n, [a, b, 1 - a - b])
               for i in range(n + 1) for j in range(n + 1 - i) if mcnemar(i, j) <= 0.05)


def power():
    needed = [(0.2, 0.05), (0.2, 0.1), (0.3, 0.1), (0.15, 0.1), (0.3, 0.15), (0.25, 0.2), (0.1, 0.03), (0.1, 0.02)]
    detect = itertools.product((20, 30, 50, 100, 164, 200, 300, 500), (0.1, 0.2, 0.3))
    exact = [(30, 0.05, 0.2), (50, 0.05, 0.15), (50, 0.05, 0.25), (100, 0.05, 0.15), (164, 0.05, 0.12), (200, 0.05, 0.12), (100, 0.1, 0.1)]
    return {
        "tasks_needed": [{"discordance": pd, "delta": delta, "n": tasks_needed(delta, pd)} for pd, delta in needed],
        "smallest_detectable": [{"n": n, "discordance": pd, "delta": smallest(n, pd)} for n, pd in detect],
        "mcnemar": [{"n": n, "only_a": a, "only_b": b, "power": mcnemar_power(n, a, b)} for n, a, b in exact],
    }


def e_value(lost, won):
    """The mixture over p > 1/2 of the likelihood ratio against p = 1/2, by numerical integration."""
    return integrate.quad(lambda p: 2 * (2 * p) ** lost * (2 * (1 - p)) ** won, 0.5, 1, epsabs=0, epsrel=1e-12, limit=200)[0]


def sequential():
    counts = [(0, 0), (1, 0), (5, 0), (6, 0), (7, 0), (8, 0), (7, 2), (3, 9), (10, 1), (15, 5), (20, 8), (30, 30), (60, 40)]
    return {"regression": [{"lost": lost, "won": won, "e": e_value(lost, won)} for lost, won in counts]}


def best_of_n(samples, visible, visible_right, other_right, n):
    """By enumeration of every set of draws; the fallback is the first of them, each of which is first equally often."""
    right, drawn, sets = 0.0, 0.0, 0
    for draw in itertools.combinations(range(samples), n):
        sets += 1
        passing = sum(answer < visible for answer in draw)
        if passing:
            right += visible_right / visible
        else:
            right += sum(answer - visible < other_right for answer in draw) / n
        drawn += (n + 1) / (passing + 1) if passing else n
    return {"solved": right / sets, "draws": drawn / sets}


def samples():
    cases = [(1, 0, 1), (1, 1, 1), (5, 2, 1), (5, 2, 3), (10, 0, 5), (10, 10, 5), (10, 3, 1), (10, 3, 5), (10, 3, 10), (20, 1, 10), (200, 13, 1),
             (200, 13, 10), (200, 13, 100), (200, 198, 5), (1000, 7, 100)]
    pools = [(6, 2, 1, 1, 3), (10, 4, 3, 0, 1), (10, 4, 3, 0, 4), (10, 4, 3, 0, 8), (20, 1, 1, 0, 5), (20, 0, 0, 2, 5), (20, 12, 9, 1, 3)]
    names = ("samples", "visible", "visible_right", "other_right", "n")
    points = {"single": (0.52, 0.01), "best_of_3": (0.6, 0.03), "best_of_8": (0.66, 0.08), "multi": (0.7, 0.06),
              "multi_no_review": (0.64, 0.045), "waste": (0.6, 0.09)}
    front = [name for name, (rate, spent) in points.items()
             if not any(r >= rate and s <= spent and (r, s) != (rate, spent) for r, s in points.values())]
    tp, fp, fn, tn = 18, 7, 6, 29
    return {
        "pass_at_k": [{"n": n, "c": c, "k": k, "any": 1 - math.comb(n - c, k) / math.comb(n, k), "all": math.comb(c, k) / math.comb(n, k)}
                      for n, c, k in cases],
        "best_of_n": [dict(zip(names, pool)) | best_of_n(*pool) for pool in pools],
        "pareto": {"points": [[rate, spent] for rate, spent in points.values()], "front": [list(points).index(name) for name in front]},
        "review_quality": {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "recall": tp / (tp + fn), "precision": tp / (tp + fp),
                           "false_alarm_rate": fp / (fp + tn),
                           **{name: list(proportion_confint(count, n, method="wilson")) for name, count, n in
                              (("recall_wilson", tp, tp + fn), ("precision_wilson", tp, tp + fp), ("false_alarm_wilson", fp, fp + tn))}},
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    for make in (distributions, intervals, comparison, resampling, power, sequential, samples):
        text = json.dumps(make(), indent=1, default=float)
        # One row a line.
        (folder / f"{make.__name__}.json").write_text(compact(text) + "\n")
    print(f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, numpy {numpy.__version__}")


def compact(text):
    """Joins what is indented by more than two: one row of numbers stands on one line."""
    lines = []
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip())
        closes = depth == 2 and line.strip()[0] in "]}"
        if lines and (depth > 2 or closes):
            lines[-1] += ("" if lines[-1][-1] in "[{" or line.strip()[0] in "]}" else " ") + line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
