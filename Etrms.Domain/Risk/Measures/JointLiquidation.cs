using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Measures;

/// <summary>A position as a move of the whole market meets it.</summary>
/// <param name="Value">Signed notional at the mark, in quote units.</param>
/// <param name="Rules">The contract with its margin table.</param>
/// <param name="Beta">How far it moves when the market moves by 1; under stress at least 1.</param>
public readonly record struct JointPosition(decimal Value, Instrument Rules, decimal Beta);

/// <summary>
/// The smallest move of the whole market, down or up, at which an account's equity falls to its maintenance margin. A position's own
/// liquidation price says nothing about several that fall together.
/// </summary>
public static class JointLiquidation
{
    private const decimal Precision = 0.000001m;
    private const decimal Step = 0.005m;

    /// <summary>A market cannot fall by more than all; a rise beyond doubling is not looked for.</summary>
    private const decimal Farthest = 1m;

    /// <summary>Signed move, negative down; null when no move within the bounds liquidates. 0 when it is due already.</summary>
    /// <exception cref="ArgumentException">A margin table is missing.</exception>
    public static decimal? Distance(decimal equity, ReadOnlySpan<JointPosition> positions)
    {
        if (positions.IsEmpty)
        {
            return null;
        }

        if (Cushion(equity, positions, 0) <= 0)
        {
            return 0;
        }

        var down = First(equity, positions, -1);
        var up = First(equity, positions, 1);
        return down is { } fall && (up is null || fall <= up) ? -fall : up;
    }

    /// <summary>The first crossing in a direction: a hedged book may get out of danger again farther on, so it is looked for step by step.</summary>
    private static decimal? First(decimal equity, ReadOnlySpan<JointPosition> positions, int direction)
    {
        for (var far = Step; far <= Farthest; far += Step)
        {
            if (Cushion(equity, positions, direction * far) <= 0)
            {
                return Bisect(equity, positions, direction, far - Step, far);
            }
        }

        return null;
    }

    private static decimal Bisect(decimal equity, ReadOnlySpan<JointPosition> positions, int direction, decimal safe, decimal gone)
    {
        while (gone - safe > Precision)
        {
            var middle = (safe + gone) / 2;
            (safe, gone) = Cushion(equity, positions, direction * middle) <= 0 ? (safe, middle) : (middle, gone);
        }

        return gone;
    }

    /// <summary>Equity less maintenance margin after a move; no price falls below 0.</summary>
    private static decimal Cushion(decimal equity, ReadOnlySpan<JointPosition> positions, decimal move)
    {
        var cushion = equity;
        foreach (var position in positions)
        {
            var change = Math.Max(position.Beta * move, -1);
            var margin = Margin.MaintenanceMargin(position.Rules, Math.Abs(position.Value * (1 + change)))
                ?? throw new ArgumentException($"{position.Rules.Id} has no margin table.", nameof(positions));
            cushion += (position.Value * change) - margin;
        }

        return cushion;
    }
}
