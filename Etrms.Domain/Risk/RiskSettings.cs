namespace Etrms.Domain.Risk;

/// <summary>Ages and bounds of the engine (RISK 4.6, 4.7, 4.13). Chosen starting values; every one may be configured.</summary>
public sealed record RiskSettings
{
    public static readonly RiskSettings Default = new();

    /// <summary>Part of every plan id, so that two installations never share one.</summary>
    public string Owner { get; init; } = "etrms";

    /// <summary>IANA name of the zone in which the trading day starts.</summary>
    public string TradingDayZone { get; init; } = "UTC";

    public TimeOnly TradingDayStart { get; init; } = TimeOnly.MinValue;

    /// <summary>Age at which a mark counts as stale.</summary>
    public TimeSpan MarkStaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan UserStreamStaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan AccountCheckStaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Age of a needed mark at which its venue takes no new risk.</summary>
    public TimeSpan NoNewRiskAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Age of a needed mark at which the alert turns critical.</summary>
    public TimeSpan CriticalAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Age at which a foretold funding rate counts as stale.</summary>
    public TimeSpan FundingStaleAfter { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long an input may be unknown before a breaker is called blind; shorter gaps are ordinary message order.</summary>
    public TimeSpan BlindAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Blindness at which a breaker's unknown policy takes hold.</summary>
    public TimeSpan MaxBlind { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time after which a plan that has not met its targets is an action error.</summary>
    public TimeSpan ActionDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a balance jump may wait for the booking that explains it before the trader is told.</summary>
    public TimeSpan JumpExplainedWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Balance differences up to this amount of quote units count as rounding.</summary>
    public decimal JumpTolerance { get; init; } = 1m;

    /// <summary>Balance differences up to this share of the wallet count as rounding.</summary>
    public decimal JumpToleranceShare { get; init; } = 0.0005m;

    /// <summary>What the stream told within this time before a full reading came in is newer than the reading.</summary>
    public TimeSpan ReadingLag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Second reading that must agree before an empty position list is believed.</summary>
    public TimeSpan FlatConfirmedAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A mark that moves by more than this factor in one tick is rejected.</summary>
    public decimal MaxMarkFactor { get; init; } = 3m;

    /// <summary>Consecutive ticks that make an outlier the new price.</summary>
    public int MarkFactorConfirmations { get; init; } = 3;

    /// <summary>A mark farther from the index than this needs the account's own value as a second source to close anything.</summary>
    public decimal MaxIndexDeviation { get; init; } = 0.05m;

    /// <summary>Excess over the threshold at which two agreeing sources need no qualification.</summary>
    public decimal ImmediateFactor { get; init; } = 1.5m;

    /// <summary>Agreement of the venue's account value with the computed one, as a fraction.</summary>
    public decimal SourcesAgreeWithin { get; init; } = 0.01m;

    /// <summary>Orders of an account within a minute after which the gate lets no further one pass that opens.</summary>
    public int MaxOrdersPerMinute { get; init; } = 120;

    /// <summary>An equal order within this time is taken for the same one, sent twice.</summary>
    public TimeSpan DuplicateWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Distance to liquidation, as a fraction, that an opening order must leave its position.</summary>
    public decimal MinLiquidationDistance { get; init; } = 0.02m;

    /// <summary>Market time between two points of the equity curve.</summary>
    public TimeSpan EquityPointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads the names and bounds; empty when all are usable.</summary>
    public IEnumerable<string> Errors()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TradingDayZone, out _))
        {
            yield return $"Trading day zone \"{TradingDayZone}\" is not a known IANA time zone.";
        }

        if (MaxMarkFactor <= 1)
        {
            yield return "The largest mark factor must be above 1.";
        }

        if (MaxOrdersPerMinute < 1)
        {
            yield return "The most orders in a minute must be at least 1.";
        }

        if (MinLiquidationDistance is < 0 or >= 1)
        {
            yield return "The smallest distance to liquidation must be from 0 and below 1.";
        }

        if (EquityPointEvery <= TimeSpan.Zero)
        {
            yield return "The time between equity points must be positive.";
        }
    }
}
