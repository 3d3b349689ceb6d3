namespace Etrms.Domain.Market.History;

/// <summary>How far apart settlements of funding may lie.</summary>
public static class FundingSteps
{
    // Settlements are booked some milliseconds to seconds after the hour.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Beyond this a settlement is missing: Binance settles every eight hours at the longest, Hyperliquid every hour.</summary>
    public static TimeSpan Longest(Exchange exchange) => Slack + exchange switch
    {
        Exchange.Binance => TimeSpan.FromHours(8),
        Exchange.Hyperliquid => TimeSpan.FromHours(1),
    };
}
