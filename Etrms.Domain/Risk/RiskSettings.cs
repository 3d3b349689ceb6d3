using System.Collections.Immutable;

namespace Etrms.Domain.Risk;

/// <summary>
/// Ages and bounds of the engine (RISK 4.1, 4.6 to 4.8). Chosen starting values; each is configured under the name, range and direction that
/// <see cref="Configuration.SettingCatalog"/> gives it.
/// </summary>
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

    /// <summary>Age at which a book counts as stale.</summary>
    public TimeSpan BookStaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan UserStreamStaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan AccountCheckStaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often every account is read by REST beside its stream.</summary>
    public TimeSpan CrossCheckEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Age of a needed mark at which its venue takes no new risk.</summary>
    public TimeSpan NoNewRiskAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Age of a needed mark at which the alert turns critical.</summary>
    public TimeSpan CriticalAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long feeds must have been fresh before a breaker that watches them counts as clear (RISK 4.1).</summary>
    public TimeSpan FeedFreshFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Distance from the newest price that was asked for at which a position without stops gets one when nobody watches it, as a fraction; 0 sets none.
    /// </summary>
    public decimal BlindStopDistance { get; init; } = 0.05m;

    /// <summary>Age at which a foretold funding rate counts as stale.</summary>
    public TimeSpan FundingStaleAfter { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Age of a venue's trading rules and margin tables at which the trader is told that reading them fails (RISK 4.7).</summary>
    public TimeSpan RulesAgedAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Age at which they count as stale: no order that opens goes out by them, and nothing is measured by their margin tables.</summary>
    public TimeSpan RulesStaleAfter { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Age of the newest hour of past prices, in market time, at which returns count as stale: three bars.</summary>
    public TimeSpan HoursStaleAfter { get; init; } = TimeSpan.FromHours(3);

    /// <summary>Age at which measured correlations give way to stressed ones.</summary>
    public TimeSpan CorrelationStaleAfter { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Age at which what the market analysis said of a contract counts as stale.</summary>
    public TimeSpan AssessmentStaleAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Largest share by which the market analysis may cut new risk; 0 leaves sizes as they are.</summary>
    public decimal MarketSizeCut { get; init; }

    /// <summary>Largest share by which the market analysis may cut the drawdown that breakers tolerate; 0 leaves it as it is.</summary>
    public decimal MarketDrawdownCut { get; init; }

    /// <summary>
    /// Largest share by which stops of new positions may go farther than usual, with sizes cut so that they lose no more; 0 leaves both as they are.
    /// </summary>
    public decimal MarketStopWidening { get; init; }

    /// <summary>How long an input may be unknown before a breaker is called blind; shorter gaps are ordinary message order.</summary>
    public TimeSpan BlindAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Blindness at which a breaker's unknown policy takes hold.</summary>
    public TimeSpan MaxBlind { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stage that pauses must hold when its breaker names no qualification.</summary>
    public TimeSpan PauseAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Different samples that such a stage needs.</summary>
    public int PauseSamples { get; init; } = 2;

    /// <summary>How long a stage that reduces or closes must hold when its breaker names no qualification.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Different samples that such a stage needs.</summary>
    public int CloseSamples { get; init; } = 3;

    /// <summary>Time after which a plan that has not met its targets is an action error.</summary>
    public TimeSpan ActionDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause before a failed attempt is made again the first time; it doubles from there.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Pause between attempts once the deadline has passed.</summary>
    public TimeSpan SlowRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Distance of closing limits from the touch, per attempt, as fractions; market orders follow.</summary>
    public ImmutableArray<decimal> Escalation { get; init; } = [0.003m, 0.006m, 0.012m];

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

    /// <summary>A mark farther than this from the same coin's mark on another venue needs the account's own value as well.</summary>
    public decimal MaxVenueDeviation { get; init; } = 0.03m;

    /// <summary>How far a collateral coin may fall below its peg before the trader is told.</summary>
    public decimal CollateralAlertAt { get; init; } = 0.03m;

    /// <summary>How soon an account may be asked for its value again while a closing stage waits for it.</summary>
    public TimeSpan ConfirmEvery { get; init; } = TimeSpan.FromSeconds(2);

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

    /// <summary>
    /// Largest |notional| of a position in quote units, by what it applies to: "*", a symbol, an account's id, or both as "id/symbol". The
    /// smallest that applies holds.
    /// </summary>
    public ImmutableSortedDictionary<string, decimal> MaxNotional { get; init; } =
        ImmutableSortedDictionary<string, decimal>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Ages at which a critical alert that nobody acknowledged goes out again (RISK 4.13).</summary>
    public ImmutableArray<TimeSpan> RepeatAlertsAfter { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>An alert that no channel has taken by then goes to the others too.</summary>
    public TimeSpan OtherChannelsAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Market time between two points of the equity curve.</summary>
    public TimeSpan EquityPointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Days for which the input journal is kept, as long as its disk has room (RISK 4.6).</summary>
    public int KeepInputsDays { get; init; } = 30;
}
