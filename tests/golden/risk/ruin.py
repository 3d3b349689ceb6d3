"""Writes ruin.json: exact probabilities of ruin by counting every way that blocks of a made-up history of trades can go, which Etrms.Domain.Tests compares with
those that it draws. All results are whole steps of one size on a log scale, so that equity moves on a lattice and each chance is a finite sum.

Run it again only when the inputs shall change, with Python 3.10 or newer and nothing else:
  cd tests/golden/risk && python3 ruin.py
"""
import json
import math
import random
from collections import defaultdict

RISK, SAMPLE = 0.02, 60
STEP = -math.log(1 - RISK)  # What a trade at its stop costs.

random.seed(20261122)
# Runs of losses: after a loss the next trade is more often one too.
steps = []
for i in range(SAMPLE):
    after_loss = bool(steps) and steps[-1] < 0
    steps.append(random.choices((-1, 1, 2), (0.58, 0.26, 0.16) if after_loss else (0.34, 0.42, 0.24))[0])
multiples = [(math.exp(step * STEP) - 1) / RISK for step in steps]


def ruin(level, trades, block):
    """Chance to stand `level` steps below the start within so many trades, by blocks drawn from the circle of the history."""
    alive, ruined = {(None, 0): 1.0}, 0.0
    for trade in range(trades):
        following = defaultdict(float)
        for (place, height), chance in alive.items():
            places = range(SAMPLE) if trade % block == 0 else [(place + 1) % SAMPLE]
            for next_place in places:
                reached = height + steps[next_place]
                if reached <= -level:
                    ruined += chance / len(places)
                else:
                    following[(next_place, reached)] += chance / len(places)
        alive = following
        if trade % block == block - 1:
            # The next block begins anywhere: where the last one ended no longer matters.
            merged = defaultdict(float)
            for (_, height), chance in alive.items():
                merged[(None, height)] += chance
            alive = merged
    return ruined


cases = [
    {"level": level, "trades": trades, "block": block, "probability": ruin(level, trades, block)}
    for block in (1, 4, 8) for trades in (40, 120) for level in (3, 6, 12)
]
with open("ruin.json", "w", encoding="utf-8") as file:
    json.dump({"risk_per_trade": RISK, "multiples": multiples, "cases": cases}, file, indent=1)
    file.write("\n")
