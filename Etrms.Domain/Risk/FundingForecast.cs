using Etrms.Domain.Market;

namespace Etrms.Domain.Risk;

/// <summary>The funding that a perpetual contract expects next.</summary>
/// <param name="Rate">Fraction of notional; longs pay when it is positive.</param>
/// <param name="NextAt">Market time of the payment.</param>
/// <param name="Interval">Time between two payments: as seen, else what the venue usually has.</param>
public sealed record FundingForecast(decimal Rate, DateTimeOffset NextAt, TimeSpan Interval)
{
    /// <summary>No venue pays less often; a longer step is a gap in what was heard.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromHours(8);

    /// <summary>What a day of it costs a position of this signed value; negative is earned.</summary>
    public decimal CostPerDay(decimal value) => value * Rate * TimeSpan.TicksPerDay / Interval.Ticks;

    /// <summary>The usual interval of a venue.</summary>
    public static TimeSpan Usual(Exchange exchange) => exchange switch
    {
        Exchange.Binance => TimeSpan.FromHours(8),
        Exchange.Hyperliquid => TimeSpan.FromHours(1),
    };
}
