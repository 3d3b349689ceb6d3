using Etrms.Contracts;

namespace Etrms.Api.Markets;

/// <summary>What the market analysis stored with the newest candle of a contract.</summary>
internal sealed class MarketChartReads(MarketReads reads)
{
    public async Task<MarketPhasesView> PhasesAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var detail = await reads.DetailAsync(query, cancellationToken);
        return new MarketPhasesView(
            query.Venue, query.Symbol!, query.TimeframeName, detail?.View.Phases, detail?.MadeAt,
            detail is { View.Phases: null } ? detail.Value.View.PhasesReason ?? MarketReads.NotAnalysed : detail is null ? MarketReads.NotAnalysed : null)
        {
            Shifts = detail?.View.Shifts ?? [],
        };
    }

    public async Task<MarketChartView> ChartAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var detail = await reads.DetailAsync(query, cancellationToken);
        return new MarketChartView
        {
            Exchange = query.Venue,
            Symbol = query.Symbol!,
            Timeframe = query.TimeframeName,
            Candles = detail?.View.Candles ?? [],
            Profile = detail?.View.Profile,
            Shapes = detail?.View.Shapes,
            At = detail?.MadeAt,
            Reason = detail is null ? MarketReads.NotAnalysed : null,
        };
    }
}
