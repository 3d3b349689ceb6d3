using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Books;

/// <summary>A contract's beta to the market (BTC) over the hours that both know.</summary>
/// <param name="Value">Null with too few hours.</param>
/// <param name="Hours">How many there are.</param>
/// <param name="Until">Market ticks at which the newest ended.</param>
internal readonly record struct BetaFigure(double? Value, int Hours, long Until)
{
    public const int Enough = 250;

    public static BetaFigure Of(ContractBook contract, ContractBook? market)
    {
        if (market is null)
        {
            return new BetaFigure(null, 0, 0);
        }

        var common = CommonHours.Of([contract, market]);
        return new BetaFigure(common.Count < Enough ? null : MarketBeta.Of(common.Columns[0], common.Columns[1]), common.Count, common.Until);
    }
}
