using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>By which rules of order and margin a contract is traded in a run.</summary>
public static class ContractRules
{
    /// <summary>A lot of 1e-8, no tick, no smallest notional, no margin table: nothing rounds and nothing is liquidated.</summary>
    public static Instrument Free(InstrumentId id) => new()
    {
        Id = id,
        BaseAsset = id.Symbol.EndsWith("USDT", StringComparison.Ordinal) ? id.Symbol[..^4] : id.Symbol,
        QuoteAsset = "USDT",
        TickSize = 0.000000000001m,
        StepSize = 0.00000001m,
        MinQuantity = 0.00000001m,
        MaxQuantity = 1_000_000_000_000m,
        MaxMarketQuantity = 1_000_000_000_000m,
        MinNotional = 0,
    };

    /// <summary>The market with what a request wants of the venue's rules, and nothing else of them.</summary>
    public static BacktestMarket Apply(BacktestTerms terms, BacktestMarket market)
    {
        var venue = market.Instrument;
        var rules = terms.UsesExchangeRules ? venue : Free(venue.Id) with { BaseAsset = venue.BaseAsset, QuoteAsset = venue.QuoteAsset };
        return market with
        {
            Instrument = rules with { Brackets = terms.Margin is null ? [] : venue.Brackets, LiquidationFee = venue.LiquidationFee },
            Funding = terms.ChargesFunding ? market.Funding : [],
        };
    }
}
