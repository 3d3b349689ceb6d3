"""Writes drawdowns.json: a made-up curve and its falls by another way than ours, which Etrms.Domain.Tests compares with its own: the peak of each point is
looked for anew among all points before it, and the worst points are found by a minimum over levels (Rockafellar and Uryasev 2000) instead of by sorting.

Run it again only when the inputs shall change, with Python 3.10 or newer and nothing else:
  cd tests/golden/risk && python3 drawdowns.py
"""
import json
import math
import random

POINTS, CONFIDENCES = 600, (0.8, 0.95, 0.99)

random.seed(20261122)
values = [1.0]
for i in range(1, POINTS):
    # Stretches without a position stand still; every now and then the curve falls hard.
    move = 0 if (i // 40) % 5 == 2 else random.gauss(0.0015, 0.008) - (0.06 if i in (130, 420) else 0)
    values.append(round(values[-1] * (1 + move), 6))

peaks = [max(values[: i + 1]) for i in range(POINTS)]
depths = [1 - value / peak for value, peak in zip(values, peaks)]

episodes = []
i = 0
while i < POINTS:
    if depths[i] == 0:
        i += 1
        continue
    end = next((j for j in range(i, POINTS) if values[j] >= peaks[i]), None)
    inside = range(i, POINTS if end is None else end)
    trough = min(inside, key=lambda j: values[j])
    episodes.append({"peak": i - 1, "trough": trough, "recovered": end, "depth": depths[trough]})
    i = POINTS if end is None else end
episodes.sort(key=lambda episode: -episode["depth"])


def conditional(confidence):
    return min(level + sum(max(depth - level, 0) for depth in depths) / ((1 - confidence) * POINTS) for level in depths)


golden = {
    "values": values,
    "episodes": episodes,
    "current": depths[-1],
    "maximum": max(depths),
    "average": math.fsum(depths) / POINTS,
    "ulcer": math.sqrt(math.fsum(depth * depth for depth in depths) / POINTS),
    "conditional": {str(confidence): conditional(confidence) for confidence in CONFIDENCES},
}
with open("drawdowns.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
