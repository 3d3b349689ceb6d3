"""Writes indicators.json: made-up bars and what TA-Lib makes of them, which Etrms.Domain.Tests compares with its own.

Run it again only when the inputs shall change, with Python 3.10 or newer, NumPy and TA-Lib's shared library (of the system):
  cd tests/golden/indicators && python3 indicators.py /usr/lib/libta_lib.so
"""
import ctypes
import json
import sys

import numpy as np

BARS, EVERY = 320, 4
RETURNS, INT, REAL = ctypes.c_int, ctypes.c_int, ctypes.c_double

# name, columns, parameters (whole numbers and fractions as TA-Lib takes them), outputs
FUNCTIONS = [
    ("SMA", "c", [20], 1), ("EMA", "c", [21], 1), ("WMA", "c", [17], 1), ("DEMA", "c", [9], 1), ("TEMA", "c", [9], 1), ("TRIMA", "c", [12], 1),
    ("KAMA", "c", [10], 1), ("RSI", "c", [14], 1), ("ROC", "c", [10], 1), ("MOM", "c", [10], 1), ("TRIX", "c", [8], 1), ("CCI", "hlc", [20], 1),
    ("MFI", "hlcv", [14], 1), ("WILLR", "hlc", [14], 1), ("ATR", "hlc", [14], 1), ("NATR", "hlc", [14], 1), ("ADX", "hlc", [14], 1),
    ("ADXR", "hlc", [14], 1), ("DX", "hlc", [14], 1), ("PLUS_DI", "hlc", [14], 1), ("MINUS_DI", "hlc", [14], 1), ("PLUS_DM", "hl", [14], 1),
    ("STDDEV", "c", [20, 1.0], 1), ("LINEARREG", "c", [14], 1), ("LINEARREG_SLOPE", "c", [14], 1), ("LINEARREG_ANGLE", "c", [14], 1),
    ("LINEARREG_INTERCEPT", "c", [14], 1), ("TSF", "c", [14], 1), ("CORREL", "hl", [20], 1), ("OBV", "cv", [], 1), ("AD", "hlcv", [], 1),
    ("ADOSC", "hlcv", [3, 10], 1), ("ULTOSC", "hlc", [7, 14, 28], 1), ("AROON", "hl", [25], 2), ("AROONOSC", "hl", [25], 1),
    ("BBANDS", "c", [20, 2.0, 2.0, 0], 3), ("MACD", "c", [12, 26, 9], 3), ("STOCH", "hlc", [14, 3, 0, 3, 0], 2),
]
PATTERNS = """2CROWS 3BLACKCROWS 3INSIDE 3LINESTRIKE 3OUTSIDE 3STARSINSOUTH 3WHITESOLDIERS ABANDONEDBABY ADVANCEBLOCK BELTHOLD BREAKAWAY
CLOSINGMARUBOZU CONCEALBABYSWALL COUNTERATTACK DARKCLOUDCOVER DOJI DOJISTAR DRAGONFLYDOJI ENGULFING EVENINGDOJISTAR EVENINGSTAR GAPSIDESIDEWHITE
GRAVESTONEDOJI HAMMER HANGINGMAN HARAMI HARAMICROSS HIGHWAVE HIKKAKE HIKKAKEMOD HOMINGPIGEON IDENTICAL3CROWS INNECK INVERTEDHAMMER KICKING
KICKINGBYLENGTH LADDERBOTTOM LONGLEGGEDDOJI LONGLINE MARUBOZU MATCHINGLOW MATHOLD MORNINGDOJISTAR MORNINGSTAR ONNECK PIERCING RICKSHAWMAN
RISEFALL3METHODS SEPARATINGLINES SHOOTINGSTAR SHORTLINE SPINNINGTOP STALLEDPATTERN STICKSANDWICH TAKURI TASUKIGAP THRUSTING TRISTAR UNIQUE3RIVER
UPSIDEGAP2CROWS XSIDEGAP3METHODS""".split()
PENETRATION = {"ABANDONEDBABY": 0.3, "DARKCLOUDCOVER": 0.5, "EVENINGDOJISTAR": 0.3, "EVENINGSTAR": 0.3, "MATHOLD": 0.5, "MORNINGDOJISTAR": 0.3, "MORNINGSTAR": 0.3}

library = ctypes.CDLL(sys.argv[1])
library.TA_Initialize()
rng = np.random.default_rng(20261121)


def bars(count, gaps):
    """A course with changing volatility and fat tails; with gaps between bars when the market is to have nights."""
    calm = 0.012 * np.exp(0.7 * np.sin(np.arange(count) / 23))
    closes = 40_000 * np.exp(np.cumsum(calm * rng.standard_t(4, count) * 0.7))
    opens = np.concatenate([[40_000.0], closes[:-1]]) * np.exp(gaps * rng.standard_normal(count))
    highs = np.maximum(opens, closes) * np.exp(np.abs(calm * rng.standard_normal(count)) * rng.choice([0, 0.1, 0.6, 1.5], count))
    lows = np.minimum(opens, closes) * np.exp(-np.abs(calm * rng.standard_normal(count)) * rng.choice([0, 0.1, 0.6, 1.5], count))
    volumes = rng.lognormal(5, 0.8, count)
    return {name: np.round(values, 2) for name, values in zip(("open", "high", "low", "close", "volume"), (opens, highs, lows, closes, volumes))}


def call(name, columns, parameters, outputs, kind):
    count = len(columns[0])
    made = [np.zeros(count, kind) for _ in range(outputs)]
    begin, length = INT(), INT()
    arguments = [INT(0), INT(count - 1)] + [ctypes.c_void_p(column.ctypes.data) for column in columns]
    arguments += [INT(p) if isinstance(p, int) else REAL(p) for p in parameters]
    arguments += [ctypes.byref(begin), ctypes.byref(length)] + [ctypes.c_void_p(values.ctypes.data) for values in made]
    code = getattr(library, "TA_" + name)(*arguments)
    assert code == 0, (name, code)
    return begin.value, length.value, made


def sparse(begin, length, values):
    """Every so many bars: [bar, value]."""
    return [[i, float("%.15g" % values[i - begin])] for i in range(BARS) if i >= begin and (i - begin < 3 or i % EVERY == 0) and i - begin < length]


market = bars(BARS, 0.0)
keys = {"o": "open", "h": "high", "l": "low", "c": "close", "v": "volume"}
indicators = {}
for name, columns, parameters, outputs in FUNCTIONS:
    begin, length, made = call(name, [market[keys[c]] for c in columns], parameters, outputs, np.float64)
    indicators[name] = {"parameters": parameters, "first": begin, "outputs": [sparse(begin, length, values) for values in made]}

nights = bars(3000, 0.01)
candles = {}
for name in PATTERNS:
    parameters = [PENETRATION[name]] if name in PENETRATION else []
    begin, length, made = call("CDL" + name, [nights[keys[c]] for c in "ohlc"], parameters, 1, np.int32)
    candles["CDL" + name] = {"first": begin, "signals": [[int(i) + begin, int(made[0][i])] for i in np.flatnonzero(made[0][:length])]}

with open("indicators.json", "w", encoding="utf-8") as file:
    json.dump(
        {
            "bars": {name: values.tolist() for name, values in market.items()},
            "indicators": indicators,
            "nights": {name: nights[name].tolist() for name in ("open", "high", "low", "close")},
            "candles": candles,
        },
        file, separators=(",", ":"))
    file.write("\n")
print(sum(len(c["signals"]) for c in candles.values()), "signals of", sum(1 for c in candles.values() if c["signals"]), "patterns")
