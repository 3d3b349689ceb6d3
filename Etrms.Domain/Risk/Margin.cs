using Etrms.Domain.Market;

namespace Etrms.Domain.Risk;

/// <summary>Margin and liquidation of a linear contract by the venue's bracket table. One copy, for the engine and the simulated exchange.</summary>
public static class Margin
{
    /// <summary>Margin below which the venue liquidates: notional x rate - amount of the bracket; null when the table is unknown.</summary>
    /// <param name="instrument">The contract with its bracket table.</param>
    /// <param name="notional">Absolute notional at the mark, in quote units.</param>
    public static decimal? MaintenanceMargin(Instrument instrument, decimal notional) =>
        instrument.BracketFor(notional) is { } bracket ? (notional * bracket.MaintenanceRate) - bracket.MaintenanceAmount : null;

    /// <summary>Margin that opening a notional binds at a leverage.</summary>
    public static decimal InitialMargin(decimal notional, int leverage) => notional / leverage;

    /// <summary>Largest notional that a leverage allows; null when the table is unknown or allows no such leverage.</summary>
    public static decimal? MaxNotional(Instrument instrument, int leverage)
    {
        decimal? cap = null;
        foreach (var bracket in instrument.Brackets)
        {
            if (bracket.MaxLeverage >= leverage && (cap is null || bracket.NotionalCap > cap))
            {
                cap = bracket.NotionalCap;
            }
        }

        return cap;
    }

    /// <summary>Price at which the margin is used up, rounded to the tick in favour of the account: a forced order never pays less.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="quantity">Signed base units.</param>
    /// <param name="mark">In quote units.</param>
    /// <param name="balance">Margin balance at the mark.</param>
    public static decimal BankruptcyPrice(Instrument instrument, decimal quantity, decimal mark, decimal balance)
    {
        var price = mark - (balance / quantity);
        return Math.Max(instrument.TickSize, quantity > 0 ? instrument.RoundPriceUp(price) : instrument.RoundPriceDown(price));
    }

    /// <summary>
    /// Mark price at which the margin balance falls to the maintenance margin, the position's own price moving alone; null when there is
    /// no such positive price or the table is unknown. Formula: (WB - TMM + UPNL + cum - d q EP) / (q MMR - d q), d = 1 long, -1 short,
    /// with the bracket of the notional at the resulting price, therefore tried bracket by bracket.
    /// </summary>
    /// <param name="instrument">The contract with its bracket table.</param>
    /// <param name="quantity">Signed base units.</param>
    /// <param name="entryPrice">Average entry in quote units.</param>
    /// <param name="walletBalance">Cross: wallet of the account. Isolated: the isolated wallet.</param>
    /// <param name="otherMaintenance">Maintenance margin of the other cross positions; 0 when isolated.</param>
    /// <param name="otherUnrealizedPnl">Unrealised profit of the other cross positions; 0 when isolated.</param>
    public static decimal? LiquidationPrice(
        Instrument instrument, decimal quantity, decimal entryPrice, decimal walletBalance,
        decimal otherMaintenance = 0, decimal otherUnrealizedPnl = 0)
    {
        if (quantity == 0)
        {
            return null;
        }

        var size = Math.Abs(quantity);
        var cushion = walletBalance - otherMaintenance + otherUnrealizedPnl - (quantity * entryPrice);
        for (var i = 0; i < instrument.Brackets.Length; i++)
        {
            var bracket = instrument.Brackets[i];
            var slope = (size * bracket.MaintenanceRate) - quantity;
            if (slope == 0)
            {
                continue;
            }

            var price = (cushion + bracket.MaintenanceAmount) / slope;
            var notional = size * price;
            var isLast = i == instrument.Brackets.Length - 1;

            // The margin is continuous over the brackets, so at a shared bound either neighbour gives the same price.
            if (price > 0 && notional >= bracket.NotionalFloor && (isLast || notional <= instrument.Brackets[i + 1].NotionalFloor))
            {
                return price;
            }
        }

        return null;
    }
}
