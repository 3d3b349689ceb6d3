"""Writes overfitting.json: what plain formulas, written down once more in Python's standard library, make of made-up returns. Etrms.Domain.Tests
compares its own with them: probability of overfitting by CSCV, probabilistic and deflated Sharpe ratio, minimum backtest length, figures of periods.

Run it again only when the inputs shall change, with Python 3.10 or newer:
  cd tests/golden/backtest && python3 overfitting.py
"""
import itertools
import json
import math
import random
import statistics

STRATEGIES, PERIODS, BLOCKS, TRIALS = 12, 160, 8, 250
EULER = 0.57721566490153286060651209008240243
NORMAL = statistics.NormalDist()

rng = random.Random(20261121)
matrix = [[round(rng.gauss(0.0004 * k, 0.01), 8) for _ in range(PERIODS)] for k in range(STRATEGIES)]


def sharpe(returns):
    return statistics.fmean(returns) / statistics.stdev(returns)


def cscv():
    size = PERIODS // BLOCKS
    logits = []
    for chosen in itertools.combinations(range(BLOCKS), BLOCKS // 2):
        def part(series, inside):
            return [r for b in range(BLOCKS) if (b in chosen) == inside for r in series[b * size:(b + 1) * size]]
        inside = [sharpe(part(series, True)) for series in matrix]
        outside = [sharpe(part(series, False)) for series in matrix]
        best = inside.index(max(inside))
        rank = sum(value < outside[best] for value in outside) + 1
        share = rank / (STRATEGIES + 1)
        logits.append(math.log(share / (1 - share)))
    return {"combinations": len(logits), "probability": sum(l <= 0 for l in logits) / len(logits), "mean_logit": statistics.fmean(logits)}


def moments(returns):
    mean = statistics.fmean(returns)
    second = statistics.fmean((r - mean) ** 2 for r in returns)
    return (statistics.fmean((r - mean) ** 3 for r in returns) / second ** 1.5, statistics.fmean((r - mean) ** 4 for r in returns) / second ** 2)


def probability(returns, benchmark):
    ratio, (skew, kurtosis) = sharpe(returns), moments(returns)
    return NORMAL.cdf((ratio - benchmark) * math.sqrt(len(returns) - 1) / math.sqrt(1 - skew * ratio + (kurtosis - 1) / 4 * ratio ** 2))


def expected_maximum(trials):
    return (1 - EULER) * NORMAL.inv_cdf(1 - 1 / trials) + EULER * NORMAL.inv_cdf(1 - 1 / (trials * math.e))


def drawdown(returns):
    value = peak = 1.0
    worst = 0.0
    for r in returns:
        value *= 1 + r
        peak = max(peak, value)
        worst = max(worst, 1 - value / peak)
    return worst


best = matrix[-1]
ratios = [sharpe(series) for series in matrix]
final = math.prod(1 + r for r in best)
annual = sharpe(best) * math.sqrt(365)
json.dump({
    "blocks": BLOCKS,
    "trials": TRIALS,
    "returns": matrix,
    "cscv": cscv(),
    "variance_of_trials": statistics.variance(ratios),
    "probabilistic_sharpe": probability(best, 0),
    "deflated_sharpe": probability(best, math.sqrt(statistics.variance(ratios)) * expected_maximum(TRIALS)),
    "min_backtest_years": (expected_maximum(TRIALS) / annual) ** 2,
    "sharpe": annual,
    "sortino": statistics.fmean(best) * 365 / (math.sqrt(statistics.fmean(min(r, 0) ** 2 for r in best)) * math.sqrt(365)),
    "annualized_return": final ** (365 / PERIODS) - 1,
    "max_drawdown": drawdown(best),
}, open("overfitting.json", "w"), indent=1)
