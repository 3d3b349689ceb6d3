using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>A stretch of bars in one regime.</summary>
/// <param name="Start">Index of its first bar.</param>
public readonly record struct RegimeSpell(MarketRegime Regime, int Start, int Length);

/// <summary>How regimes followed one another.</summary>
/// <param name="Moves">Counted moves from one bar to the next, stays included.</param>
public sealed record RegimeHistory(ImmutableArray<RegimeSpell> Spells, ImmutableDictionary<(MarketRegime From, MarketRegime To), int> Moves)
{
    /// <param name="regimes">Bar by bar; a bar without a regime (null) ends a spell and begins none.</param>
    public static RegimeHistory Of(IReadOnlyList<MarketRegime?> regimes)
    {
        var spells = ImmutableArray.CreateBuilder<RegimeSpell>();
        var moves = ImmutableDictionary.CreateBuilder<(MarketRegime, MarketRegime), int>();
        MarketRegime? before = null;
        for (var i = 0; i < regimes.Count; i++)
        {
            if (regimes[i] is { } regime)
            {
                if (before is { } former)
                {
                    moves[(former, regime)] = moves.GetValueOrDefault((former, regime)) + 1;
                }

                if (before == regime)
                {
                    spells[^1] = spells[^1] with { Length = spells[^1].Length + 1 };
                }
                else
                {
                    spells.Add(new RegimeSpell(regime, i, 1));
                }
            }

            before = regimes[i];
        }

        return new RegimeHistory(spells.ToImmutable(), moves.ToImmutable());
    }

    /// <summary>Share of the bars in one regime after which the next bar was in another; null when it was never seen with a bar after it.</summary>
    public double? Probability(MarketRegime from, MarketRegime to)
    {
        var all = Enum.GetValues<MarketRegime>().Sum(each => Moves.GetValueOrDefault((from, each)));
        return all == 0 ? null : (double)Moves.GetValueOrDefault((from, to)) / all;
    }

    /// <summary>Mean number of bars of a spell; null when there was none.</summary>
    public double? MeanLength(MarketRegime regime)
    {
        var lengths = Spells.Where(spell => spell.Regime == regime).Select(spell => spell.Length).ToList();
        return lengths.Count == 0 ? null : lengths.Average();
    }
}
