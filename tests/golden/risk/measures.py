"""Writes measures.json: hourly closes of three made-up coins and what NumPy and SciPy make of them, which Etrms.Domain.Tests compares
with its own.

Run it again only when the inputs shall change, with Python 3.10 or newer, NumPy and SciPy (of the system, or by requirements.txt):
  cd tests/golden/risk && python3 measures.py
"""
import json

import numpy as np
from scipy import stats

HOURS, LEVELS, LAMBDA, HALF_LIFE = 1000, (0.95, 0.975, 0.99), 0.94, 240
NOTIONALS = {"BTC": 20_000.0, "ETH": -7_500.0, "SOL": 5_000.0}

rng = np.random.default_rng(20261121)


def course(start, beta, own, market):
    """Closes with fat tails and changing volatility, rounded as a venue prints them."""
    calm = np.exp(0.3 * np.sin(np.arange(HOURS) / 60))
    moves = beta * market + own * calm * stats.t.rvs(5, size=HOURS, random_state=rng)
    return np.round(start * np.exp(np.concatenate([[0], np.cumsum(moves)])), 4)


market = 0.004 * np.exp(0.4 * np.sin(np.arange(HOURS) / 90)) * stats.t.rvs(4, size=HOURS, random_state=rng)
closes = {
    "BTC": course(100_000, 1.0, 0.0005, market),
    "ETH": course(2_500, 1.2, 0.003, market),
    "SOL": course(150, 1.5, 0.005, market),
}
simple = {coin: values[1:] / values[:-1] - 1 for coin, values in closes.items()}
logs = {coin: np.log(values[1:] / values[:-1]) for coin, values in closes.items()}
profits = sum(NOTIONALS[coin] * simple[coin] for coin in closes)


def tail(losses, level):
    value = np.quantile(losses, level, method="linear")
    return {"var": float(value), "es": float(losses[losses >= value].mean())}


def filtered(values):
    """Returns over their EWMA deviation, and the deviation of the next one; the mean square stands before the first."""
    variance = np.mean(values**2)
    surprises = np.empty_like(values)
    for i, value in enumerate(values):
        surprises[i] = value / np.sqrt(variance)
        variance = LAMBDA * variance + (1 - LAMBDA) * value**2
    return surprises, np.sqrt(variance)


surprises, deviation = filtered(profits)


def extreme(level):
    losses = -surprises
    threshold = np.quantile(losses, 0.9, method="linear")
    excesses = losses[losses > threshold] - threshold
    xi, _, beta = stats.genpareto.fit(excesses, floc=0)
    share = (1 - level) * len(losses) / len(excesses)
    value = threshold + beta / xi * (share**-xi - 1)
    return {"var": float(deviation * value), "es": float(deviation * (value + beta - xi * threshold) / (1 - xi)), "xi": float(xi), "beta": float(beta)}


def beta(coin):
    weights = 0.5 ** (np.arange(HOURS)[::-1] / HALF_LIFE)
    raw = np.sum(weights * simple[coin] * simple["BTC"]) / np.sum(weights * simple["BTC"] ** 2)
    return {"raw": float(raw), "shrunk": float(raw * 2 / 3 + 1 / 3)}


def kupiec(observations, exceptions, probability):
    def likelihood(share):
        return stats.binom.logpmf(exceptions, observations, share)

    statistic = 2 * (likelihood(exceptions / observations) - likelihood(probability))
    return {"observations": observations, "exceptions": exceptions, "probability": probability,
            "statistic": float(statistic), "p": float(stats.chi2.sf(statistic, 1))}


matrix = np.corrcoef([logs[coin] for coin in closes])
notionals = np.array([NOTIONALS[coin] for coin in closes])
golden = {
    "closes": {coin: [f"{value:.4f}" for value in values] for coin, values in closes.items()},
    "notionals": NOTIONALS,
    "historical": {str(level): tail(-profits, level) for level in LEVELS},
    "filtered": {str(level): {name: value * float(deviation) for name, value in tail(-surprises, level).items()} for level in LEVELS},
    "extreme": {str(level): extreme(level) for level in LEVELS},
    "beta": {coin: beta(coin) for coin in closes},
    "correlation": matrix.tolist(),
    "correlation_adjusted": float(np.sqrt(notionals @ matrix @ notionals)),
    "kupiec": [kupiec(500, exceptions, 0.01) for exceptions in (1, 3, 5, 9, 14)],
}
with open("measures.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
