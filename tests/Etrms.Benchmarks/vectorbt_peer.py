"""Times vectorbt on the candles of the backtest benchmark.

usage: python vectorbt_peer.py CANDLES.csv

A line of the file is the start of a candle in milliseconds, its open and its close. Printed are two figures in millions of candles per
second of processor time, best of repeated runs: one run of the averages 10 and 30 over all candles, and a grid of 240 pairs over the first year.
"""
import sys
import time

import pandas as pd
import vectorbt as vbt

YEAR = 8760
PAIRS = [(4 + 3 * fast, 40 + 6 * slow) for fast in range(12) for slow in range(20)]


def simulate(candles, pairs):
    """Turns round at the next open when the averages cross; the figures are those that a report would begin with."""
    fast = vbt.MA.run(candles["close"], window=[pair[0] for pair in pairs], short_name="fast", run_unique=True)
    slow = vbt.MA.run(candles["close"], window=[pair[1] for pair in pairs], short_name="slow", run_unique=True)
    up = fast.ma_crossed_above(slow).vbt.fshift(1)
    down = fast.ma_crossed_below(slow).vbt.fshift(1)
    portfolio = vbt.Portfolio.from_signals(
        candles["open"], entries=up, short_entries=down, upon_opposite_entry="reverse", fees=0.0004, init_cash=10_000, freq="1h"
    )
    return portfolio.total_return(), portfolio.max_drawdown(), portfolio.sharpe_ratio()


def best(candles, pairs, seconds=5.0):
    """Million candles per second; the first run, in which the library compiles itself, does not count."""
    simulate(candles, pairs)
    quickest, end = float("inf"), time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.process_time()
        simulate(candles, pairs)
        quickest = min(quickest, time.process_time() - start)
    return len(candles) * len(pairs) / quickest / 1e6


def main():
    candles = pd.read_csv(sys.argv[1], names=["at", "open", "close"], index_col="at")
    candles.index = pd.to_datetime(candles.index, unit="ms")
    print(best(candles, [(10, 30)]), best(candles.iloc[:YEAR], PAIRS))


main()
