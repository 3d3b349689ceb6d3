"""Writes files of known results that etrms calc --vectors checks: made-up data that are harder than real ones (outliers, ties, columns that are
nearly the same, short series), and what SciPy, scikit-learn, statsmodels or the plain definition in NumPy make of them.

Run it again only when the data shall change, with Python 3.10 or newer and what requirements.txt names:
  cd tests/golden/analysis && python3 analysis.py
"""
import json
import math
from fractions import Fraction

import numpy as np
from scipy import cluster, optimize, spatial, stats
from sklearn import covariance as shrinking
from sklearn.mixture import GaussianMixture
import statsmodels.api as sm

rng = np.random.default_rng(20261121)


def plain(value):
    """Numbers as Python writes them, and nothing where there is none."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return float(value) if math.isfinite(value) else None
    return value


def write(name, source, given, expected, tolerance, parameters=None):
    with open(name + ".json", "w", encoding="utf-8") as file:
        json.dump(
            plain({"source": source, "input": given, "parameters": parameters or {}, "expected": expected, "tolerance": tolerance}),
            file, separators=(",", ":"))
        file.write("\n")


def market(points, assets, twins=0.0):
    """Returns with one common factor, fat tails and, if asked, a last column that is nearly the first."""
    common = rng.standard_t(3, points) * 0.02
    beta = rng.uniform(0.3, 1.5, assets)
    returns = np.outer(common, beta) + rng.standard_t(4, (points, assets)) * rng.uniform(0.004, 0.03, assets)
    if twins:
        returns[:, -1] = returns[:, 0] + rng.standard_normal(points) * twins
    return returns


def constant_correlation(x):
    """Ledoit and Wolf 2003, from their definitions of pi, rho and gamma."""
    t, n = x.shape
    y = x - x.mean(axis=0)
    sample = np.cov(x, rowvar=False)
    sd = np.sqrt(np.diag(sample))
    mean = (sample / np.outer(sd, sd) - np.eye(n)).sum() / (n * (n - 1))
    target = mean * np.outer(sd, sd)
    np.fill_diagonal(target, sd ** 2)
    pi = np.array([[np.mean((y[:, i] * y[:, j] - sample[i, j]) ** 2) for j in range(n)] for i in range(n)])
    theta = np.array([[np.mean((y[:, i] ** 2 - sample[i, i]) * (y[:, i] * y[:, j] - sample[i, j])) for j in range(n)] for i in range(n)])
    rho = np.trace(pi) + sum(
        mean / 2 * (sd[j] / sd[i] * theta[i, j] + sd[i] / sd[j] * theta[j, i]) for i in range(n) for j in range(n) if i != j)
    weight = min(1, max(0, (pi.sum() - rho) / ((sample - target) ** 2).sum() / t))
    return {"shrinkage": weight, "covariance": weight * target + (1 - weight) * sample}


def shrinkage(x):
    identity, oracle = shrinking.LedoitWolf().fit(x), shrinking.OAS().fit(x)
    return {
        "sampleCov_ddof0": np.cov(x, rowvar=False, ddof=0),
        "ledoitWolf_identity": {"shrinkage": identity.shrinkage_, "covariance": identity.covariance_},
        "OAS": {"shrinkage": oracle.shrinkage_, "covariance": oracle.covariance_},
        "constantCorrelation": constant_correlation(x),
    }


def ewma(x, weight):
    """Zero mean, both ways to begin."""
    recursive = np.outer(x[0], x[0])
    for row in x[1:]:
        recursive = weight * recursive + (1 - weight) * np.outer(row, row)
    ages = weight ** np.arange(len(x))[::-1]
    normalised = (x * ages[:, None]).T @ x / ages.sum()

    def scaled(matrix):
        sd = np.sqrt(np.diag(matrix))
        return matrix / np.outer(sd, sd)

    return {"normalisedWeights": scaled(normalised), "recursive_seedFirst": scaled(recursive)}


def matrices(x, names):
    n = x.shape[1]
    kendall = np.array([[1.0 if i == j else stats.kendalltau(x[:, i], x[:, j]).statistic for j in range(n)] for i in range(n)])
    pearson = np.corrcoef(x, rowvar=False)
    values = np.sort(np.linalg.eigvalsh(pearson))[::-1]
    shares = np.clip(values, 0, None) / np.clip(values, 0, None).sum()
    result = stats.pearsonr(x[:, 0], x[:, 1])
    r, freedom = result.statistic, len(x) - 2
    interval = result.confidence_interval(0.95)
    return {
        "pearson": pearson, "spearman": stats.spearmanr(x).statistic, "kendall": kendall,
        "ewma": {"lambda%s" % weight: ewma(x, weight) for weight in (0.9, 0.99)},
        "eigenvaluesOfPearson": values, "meanPairwise": (pearson.sum() - n) / (n * (n - 1)),
        "absorptionRatioTop3": values[:3].sum() / n,
        "cor.test(%s,%s)" % (names[0], names[1]): {
            "r": r, "t": r * math.sqrt(freedom / (1 - r * r)), "df": freedom, "p": result.pvalue, "ci": [interval.low, interval.high]},
        "effectiveRank_entropy": math.exp(-sum(share * math.log(share) for share in shares if share > 0)),
    }


def tree(covariance, method):
    sd = np.sqrt(np.diag(covariance))
    distance = np.sqrt(np.clip((1 - np.round(covariance / np.outer(sd, sd), 6)) / 2, 0, 1))
    return cluster.hierarchy.linkage(spatial.distance.squareform(distance, checks=False), method)


def hierarchical(covariance, method):
    """Pre-order of the tree, halves of the list, inverse-variance weights within."""
    weights = np.ones(len(covariance))
    parts = [list(cluster.hierarchy.to_tree(tree(covariance, method)).pre_order())]

    def variance(part):
        block = covariance[np.ix_(part, part)]
        inverse = 1 / np.diag(block)
        inverse /= inverse.sum()
        return inverse @ block @ inverse

    while parts:
        parts = [half for part in parts for half in (part[: len(part) // 2], part[len(part) // 2:]) if len(part) > 1]
        for left, right in zip(parts[::2], parts[1::2]):
            share = 1 - variance(left) / (variance(left) + variance(right))
            weights[left] *= share
            weights[right] *= 1 - share
    return weights


def least(covariance, gain=None, cap=1.0):
    """Quadratic program over capped long-only weights, polished from several starts."""
    n = len(covariance)
    unit = np.mean(np.diag(covariance))

    def value(w):
        return w @ covariance @ w / unit if gain is None else -(gain @ w) / math.sqrt(w @ covariance @ w)

    def slope(w):
        if gain is None:
            return 2 * covariance @ w / unit
        s = math.sqrt(w @ covariance @ w)
        return -gain / s + (gain @ w) * (covariance @ w) / s ** 3

    best = None
    for start in [np.full(n, 1 / n)] + [rng.dirichlet(np.ones(n)) * 0.5 + 0.5 / n for _ in range(6)]:
        found = optimize.minimize(
            value, start, jac=slope, method="SLSQP", bounds=[(0, cap)] * n,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}, options={"ftol": 1e-16, "maxiter": 2000})
        best = found if best is None or found.fun < best.fun else best
    return active(covariance, gain, cap, best.x)


def active(covariance, gain, cap, near):
    """The exact solution once it is known which weights stand at a bound."""
    if gain is not None:
        free = near > 1e-6
        weights = np.zeros(len(near))
        weights[free] = np.linalg.solve(covariance[np.ix_(free, free)], gain[free])
        return weights / weights.sum()
    at_cap, free = near > cap - 1e-6, (near > 1e-6) & (near <= cap - 1e-6)
    weights = np.where(at_cap, cap, 0.0)
    k = int(free.sum())
    system = np.block([[covariance[np.ix_(free, free)], np.ones((k, 1))], [np.ones((1, k)), np.zeros((1, 1))]])
    right = np.append(-covariance[np.ix_(free, at_cap)] @ weights[at_cap], 1 - weights[at_cap].sum())
    weights[free] = np.linalg.solve(system, right)[:k]
    return weights


def parity(covariance):
    sd = np.sqrt(np.diag(covariance))
    c, x = covariance / np.outer(sd, sd), np.full(len(sd), 0.3)
    for _ in range(500):
        gradient, hessian = c @ x - 1 / len(x) / x, c + np.diag(1 / len(x) / x ** 2)
        step = np.linalg.solve(hessian, gradient)
        x = x - min(1.0, 0.9 / max(np.max(step / x), 1e-300)) * step if np.max(step / x) > 0.9 else x - step
    return x / sd / (x / sd).sum()


def scores(w, covariance):
    sd, vol = np.sqrt(np.diag(covariance)), math.sqrt(w @ covariance @ w)
    shares = w * (covariance @ w) / vol ** 2
    values, vectors = np.linalg.eigh(covariance)
    parts = values * (vectors.T @ w) ** 2
    parts = np.clip(parts / parts.sum(), 0, None)

    def bets(of):
        return math.exp(-sum(p * math.log(p) for p in of if p > 0))

    return {
        "weights": w, "vol": vol, "diversificationRatio": w @ sd / vol, "riskContributionShare": shares, "effectiveN_weights": 1 / (w @ w),
        "effectiveBets_entropyOfRiskShares": None if np.any(shares < -1e-14) else bets(shares), "effectiveBets_PCA(Meucci)": bets(parts)}


def allocations(covariance):
    ones, sd = np.ones(len(covariance)), np.sqrt(np.diag(covariance))
    free = np.linalg.solve(covariance, ones)
    return {
        "equalWeight": scores(ones / len(ones), covariance),
        "inverseVariance": scores(sd ** -2 / (sd ** -2).sum(), covariance),
        "minVariance_unconstrained": scores(free / free.sum(), covariance),
        "minVariance_longOnly": scores(least(covariance), covariance),
        "minVariance_longOnly_cap0.3": scores(least(covariance, cap=0.3), covariance),
        "maxDiversification_longOnly": scores(least(covariance, gain=sd), covariance),
        "riskParity_ERC": scores(parity(covariance), covariance),
        "HRP_single": scores(hierarchical(covariance, "single"), covariance),
        "HRP_ward": scores(hierarchical(covariance, "ward"), covariance),
    }


def hidden(y, start, moves, mean, sd):
    """Forward, backward and Viterbi, all in logarithms."""
    y, k = np.asarray(y), len(mean)
    density = stats.norm.logpdf(y[:, None], mean, sd)
    with np.errstate(divide="ignore"):
        log_start, log_moves = np.log(start), np.log(moves)
    ahead, behind, best = np.zeros((len(y), k)), np.zeros((len(y), k)), np.zeros((len(y), k))
    origin = np.zeros((len(y), k), int)
    ahead[0] = best[0] = log_start + density[0]
    for t in range(1, len(y)):
        ahead[t] = density[t] + np.logaddexp.reduce(ahead[t - 1][:, None] + log_moves, axis=0)
        through = best[t - 1][:, None] + log_moves
        origin[t], best[t] = through.argmax(axis=0), density[t] + through.max(axis=0)
    for t in range(len(y) - 2, -1, -1):
        behind[t] = np.logaddexp.reduce(log_moves + density[t + 1] + behind[t + 1], axis=1)
    likelihood = np.logaddexp.reduce(ahead[-1])
    path = [int(best[-1].argmax())]
    for t in range(len(y) - 1, 0, -1):
        path.append(int(origin[t][path[-1]]))
    return {
        "logLikelihood": likelihood, "smoothedState1": np.exp(ahead + behind - likelihood)[:, 0],
        "filteredState1": np.exp(ahead - np.logaddexp.reduce(ahead, axis=1)[:, None])[:, 0],
        "viterbi(0-based)": path[::-1], "viterbiLogProb": best[-1].max()}


def kyle(q, dp):
    line = sm.OLS(dp, sm.add_constant(q)).fit()
    root = sm.OLS(dp, sm.add_constant(np.sign(q) * np.sqrt(np.abs(q)))).fit()

    def error(lags, small):
        return line.get_robustcov_results("HAC", maxlags=lags, use_correction=small).bse[1]

    return {
        "lambda": line.params[1], "intercept": line.params[0], "r2": line.rsquared, "se_ols": line.bse[1], "t_ols": line.tvalues[1],
        "se_HC1": line.get_robustcov_results("HC1").bse[1], "se_NeweyWest3": error(3, False), "se_NeweyWest12": error(12, False),
        "se_NeweyWest12_smallSample": error(12, True), "lambda_noIntercept": sm.OLS(dp, q).fit().params[0],
        "lambda_sqrtSignedVolume": root.params[1], "r2_sqrt": root.rsquared}


def pareto(losses, share, levels):
    """Maximum likelihood from several starts, and the formulas of McNeil 1997."""
    u = np.quantile(losses, share)
    y = losses[losses > u] - u

    def value(p):
        xi, beta = p[0], math.exp(p[1])
        grown = 1 + xi * y / beta
        return 1e10 if np.any(grown <= 0) else len(y) * p[1] + (np.log(grown).sum() * (1 + 1 / xi) if abs(xi) > 1e-9 else y.sum() / beta)

    best = min((optimize.minimize(value, [xi, math.log(y.mean())], method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 20000})
                for xi in (-0.2, 0.05, 0.3, 0.8)), key=lambda found: found.fun)
    xi, beta, n = best.x[0], math.exp(best.x[1]), len(losses)
    risk = {}
    for p in levels:
        quantile = u + beta / xi * (((1 - p) * n / len(y)) ** -xi - 1)
        risk[p] = {"VaR": quantile, "ES": quantile / (1 - xi) + (beta - xi * u) / (1 - xi) if xi < 1 else None}
    return {"threshold": u, "exceedances": len(y), "xi": xi, "beta": beta, "negLogLik": best.fun, "riskMeasures": risk}


def books():
    def side(best, step, count, biggest):
        return [["%.2f" % (best + step * i), "%.3f" % rng.uniform(0.001, biggest)] for i in range(count)]

    made, expected = [], []
    for best, biggest in ((64000.0, 5.0), (0.5, 90000.0)):
        tick = 0.1 if best > 1 else 0.01
        book = {"bids": side(best, -tick, 15, biggest), "asks": side(best + tick, tick, 15, biggest)}
        made.append(book)
        expected.append({"walk": [walk(book, way, size) for way in ("buy", "sell") for size in ("0.001", "%.3f" % (2 * biggest), "%.3f" % (99 * biggest))]})
    return made, expected


def walk(book, way, size):
    levels = [(Fraction(price), Fraction(quantity)) for price, quantity in book["asks" if way == "buy" else "bids"]]
    left, cost, used, worst = Fraction(size), Fraction(0), 0, None
    for price, quantity in levels:
        if left == 0:
            break
        taken = min(left, quantity)
        left, cost, used, worst = left - taken, cost + taken * price, used + 1, price
    filled = Fraction(size) - left
    mid = (Fraction(book["bids"][0][0]) + Fraction(book["asks"][0][0])) / 2
    away = (cost / filled - mid) * (1 if way == "buy" else -1)
    return {
        "side": way, "baseQty": size, "filled": float(filled), "cost": float(cost), "vwap": float(cost / filled), "worstPrice": float(worst),
        "levels": used, "complete": left == 0, "slippageBpsVsMid": float(away / mid * 10000)}


def main():
    wide = market(150, 6)
    wide[40, 2], wide[90] = 0.9, -0.4
    short = market(30, 12, twins=1e-5)
    write("shrinkage-outliers", "scikit-learn; constant correlation by definition", {"returns_150x6": wide}, {"T150": shrinkage(wide), "T25": shrinkage(wide[-25:])}, {"rel": 1e-8})
    write("shrinkage-near-singular", "scikit-learn; constant correlation by definition", {"returns_30x12": short}, {"T30": shrinkage(short), "T9": shrinkage(short[-9:])}, {"rel": 1e-8})
    names = list("ABCDEF")
    write("matrices-outliers", "SciPy, NumPy", {"names": names, "returns_150x6": wide}, matrices(wide, names), {"rel": 1e-9})
    tied = np.round(wide * 200) / 200
    write("matrices-ties", "SciPy, NumPy", {"names": names, "returns_150x6": tied}, matrices(tied, names), {"rel": 1e-9})
    for name, covariance in (("six", np.cov(wide, rowvar=False)), ("near-singular", np.cov(market(400, 7, twins=1e-5), rowvar=False)), ("opposed", opposed())):
        linkage = tree(covariance, "single")
        write("allocations-" + name, "SciPy; risk parity by Newton steps", {"covariance": covariance},
              {"allocations": allocations(covariance), "HRP_single_linkage": linkage}, {"weights": 1e-6, "HRP": "exact tree, weights 1e-9"})
    y = np.concatenate([rng.normal(0, s, 60) for s in (1, 5, 1, 12)])
    y[30], y[150] = 400.0, -90.0
    three = {"y": y, "startprob": [0.2, 0.5, 0.3], "transmat": [[0.95, 0.05, 0], [0.02, 0.9, 0.08], [0, 0.1, 0.9]], "mean": [0.1, 0, -0.5], "sd": [1, 5, 12]}
    write("hidden-outliers", "by definition, in logarithms", {"three": three},
          {"three": hidden(y, three["startprob"], np.array(three["transmat"]), np.array(three["mean"]), np.array(three["sd"]))}, {"rel": 1e-9})
    cloud = np.concatenate([rng.multivariate_normal(m, c, n) for m, c, n in (
        ([0, 0, 0], np.diag([1, 4, 0.2]), 150), ([6, -3, 1], [[1, 0.9, 0], [0.9, 1, 0], [0, 0, 3]], 100), ([-5, 8, 0], np.eye(3), 60))])
    mixture = min((GaussianMixture(3, reg_covar=0, tol=1e-12, max_iter=5000, random_state=seed).fit(cloud) for seed in range(8)), key=lambda m: -m.score(cloud))
    write("mixture-three", "scikit-learn", {"X": cloud}, {
        "logLikelihood": mixture.score(cloud) * len(cloud), "bic_lowerIsBetter": mixture.bic(cloud), "aic": mixture.aic(cloud),
        "weights": mixture.weights_, "means": mixture.means_, "covariances": mixture.covariances_}, {"logLikelihood": 1e-4, "params": "rel 1e-3"}, {"K": 3})
    q = rng.standard_t(3, 500) * 20
    change = 0.01 + 3e-4 * q + np.convolve(rng.standard_t(4, 502), [0.5, 0.3, 0.2], "valid") * 0.02
    write("kyle-fat-tails", "statsmodels", {"signedVolume": q, "priceChange": change}, kyle(q, change), {"rel": 1e-8})
    tail = np.abs(rng.standard_t(2.5, 1500))
    write("pareto-heavy", "SciPy", {"losses": tail}, pareto(tail, 0.93, (0.975, 0.99, 0.999)), {"xi": 2e-3, "beta": "rel 3e-3", "VaR/ES": "rel 3e-3"}, {"thresholdQuantile": 0.93})
    bounded = 3 * (1 - rng.uniform(0, 1, 900) ** 0.35)
    write("pareto-bounded", "SciPy", {"losses": bounded}, pareto(bounded, 0.9, (0.95, 0.99)), {"xi": 2e-3, "beta": "rel 3e-3", "VaR/ES": "rel 3e-3"}, {"thresholdQuantile": 0.9})
    made, expected = books()
    write("books-far-apart", "exact fractions", {"books": made}, {"made": expected}, {"rel": 1e-10})


def opposed():
    """Negative correlations, and one asset a hundred times as wild as another."""
    correlations = np.array([[1, -0.6, 0.2, 0], [-0.6, 1, -0.3, 0.4], [0.2, -0.3, 1, 0.1], [0, 0.4, 0.1, 1]])
    sd = np.array([0.01, 0.05, 0.2, 1.0])
    return correlations * np.outer(sd, sd)


main()
