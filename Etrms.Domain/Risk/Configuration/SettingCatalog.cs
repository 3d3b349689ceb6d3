using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>Settings that belong together, as a page shows them.</summary>
/// <param name="Key">Name in the JSON.</param>
public sealed record SettingSection(string Key, string Title, string Summary)
{
    public required ImmutableArray<RiskSetting> Settings { get; init; }
}

/// <summary>Every setting that may be configured: its name, its bounds and the direction in which it protects. A new one is a line here.</summary>
public static partial class SettingCatalog
{
    public static ImmutableArray<SettingSection> Sections { get; } =
        [TradingDaySection(), Staleness(), Qualification(), Execution(), PreTrade(), Markets(), Readings(), Alerts(), Records()];

    public static ImmutableArray<RiskSetting> All { get; } = [.. Sections.SelectMany(section => section.Settings)];

    public static RiskSetting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    public static SettingSection? FindSection(string key) => Sections.FirstOrDefault(section => section.Key == key);

    private static SettingSection TradingDaySection() => new(
        "trading_day", "Trading day", "Where the day begins over which daily losses, trades and pauses are counted, and when looser changes take effect.")
    {
        Settings =
        [
            new("trading_day", "zone", "Time zone", "IANA name of the zone. A change takes effect at the next boundary and never begins a day twice.",
                Tightness.Unclear)
            {
                Value = new TextValue(SettingUnit.Text, "an IANA time zone such as UTC or Europe/Berlin",
                    settings => settings.TradingDayZone, (settings, text) => IsZone(text) ? settings with { TradingDayZone = text } : null),
            },
            new("trading_day", "start", "Start of the day", "Local time. One that a clock change leaves out becomes the first valid time after it.",
                Tightness.Unclear)
            {
                Value = new TextValue(SettingUnit.Text, "a time such as 00:00 or 17:30",
                    settings => settings.TradingDayStart.ToString("HH:mm", CultureInfo.InvariantCulture), ReadStart),
            },
        ],
    };

    private static SettingSection Staleness() => new(
        "staleness", "Feed ages", "How old an input may be before it counts as unknown. An unknown value never clears a breaker and never trips one that closes.")
    {
        Settings =
        [
            Time("staleness", "mark_stale_after", "Mark price is stale after", "Breakers that need the price are blind from then on.",
                settings => settings.MarkStaleAfter, (settings, time) => settings with { MarkStaleAfter = time }, 2, 60),
            Time("staleness", "book_stale_after", "Book is stale after", "LIQUIDITY is unknown from then on.",
                settings => settings.BookStaleAfter, (settings, time) => settings with { BookStaleAfter = time }, 2, 60),
            Time("staleness", "user_stream_stale_after", "Account stream is stale after", "Without a sign of life for this long, only readings by REST are believed.",
                settings => settings.UserStreamStaleAfter, (settings, time) => settings with { UserStreamStaleAfter = time }, 10, 300),
            Time("staleness", "account_check_stale_after", "Account reading is stale after", "Age of the last full reading by REST.",
                settings => settings.AccountCheckStaleAfter, (settings, time) => settings with { AccountCheckStaleAfter = time }, 10, 600),
            Time("staleness", "cross_check_every", "Accounts are read every", "Beside the streams. More often costs request weight at the venue.",
                settings => settings.CrossCheckEvery, (settings, time) => settings with { CrossCheckEvery = time }, 5, 300),
            Time("staleness", "funding_stale_after", "Funding forecast is stale after", "FUNDING_COST is unknown from then on.",
                settings => settings.FundingStaleAfter, (settings, time) => settings with { FundingStaleAfter = time }, 60, 86_400),
            Time("staleness", "rules_aged_after", "Old trading rules are told after", "They are read twice a day; older ones mean that the venue does not answer.",
                settings => settings.RulesAgedAfter, (settings, time) => settings with { RulesAgedAfter = time }, 50_400, 259_200),
            Time("staleness", "rules_stale_after", "Trading rules are stale after", "Orders that open are refused from then on, and margin tables are no longer believed.",
                settings => settings.RulesStaleAfter, (settings, time) => settings with { RulesStaleAfter = time }, 86_400, 604_800),
            Time("staleness", "hours_stale_after", "Hourly history is stale after", "Value at risk, expected shortfall and beta are unknown from then on. Market time.",
                settings => settings.HoursStaleAfter, (settings, time) => settings with { HoursStaleAfter = time }, 3_600, 86_400),
            Time("staleness", "correlation_stale_after", "Correlations are stale after", "A crash's 0.95 stands for them from then on. Market time.",
                settings => settings.CorrelationStaleAfter, (settings, time) => settings with { CorrelationStaleAfter = time }, 7_200, 604_800),
            Time("staleness", "assessment_stale_after", "Market analysis is stale after", "REGIME is unknown from then on; limits that it made narrower stay so.",
                settings => settings.AssessmentStaleAfter, (settings, time) => settings with { AssessmentStaleAfter = time }, 30, 3_600),
            Time("staleness", "no_new_risk_after", "No new risk without prices after", "Orders that open are refused at a venue whose needed prices are silent.",
                settings => settings.NoNewRiskAfter, (settings, time) => settings with { NoNewRiskAfter = time }, 5, 300),
            Time("staleness", "critical_after", "Critical alert without prices after", "You are told that nobody watches the account.",
                settings => settings.CriticalAfter, (settings, time) => settings with { CriticalAfter = time }, 10, 900),
            Number("staleness", "blind_stop_distance", "Stop for what nobody watches at",
                "When you are told that nobody watches an account, its positions without stops get one this far from the last price that could be asked for; 0 sets none.",
                SettingUnit.Fraction, Tightness.Unclear, settings => settings.BlindStopDistance, (settings, share) => settings with { BlindStopDistance = share }, 0, 0.5m),
            Number("staleness", "feed_fresh_for", "Feeds count as back after", "Time that they must have been fresh before STALE_DATA and DISCONNECTED are clear.",
                SettingUnit.Seconds, Tightness.Higher, settings => (decimal)settings.FeedFreshFor.TotalSeconds,
                (settings, seconds) => settings with { FeedFreshFor = TimeSpan.FromSeconds((double)seconds) }, 0, 300),
            Time("staleness", "blind_after", "Breaker is called blind after", "Shorter gaps are ordinary message order.",
                settings => settings.BlindAfter, (settings, time) => settings with { BlindAfter = time }, 1, 60),
            Time("staleness", "max_blind", "Blind policy takes hold after", "What each breaker then does is its own setting.",
                settings => settings.MaxBlind, (settings, time) => settings with { MaxBlind = time }, 30, 3_600),
        ],
    };

    private static SettingSection Qualification() => new(
        "qualification", "Qualification", "How long and how often a threshold must be passed before a breaker acts, where the breaker does not say so itself.")
    {
        Settings =
        [
            Time("qualification", "pause_after", "Pausing needs", "Time that a stage must hold before it refuses new risk.",
                settings => settings.PauseAfter, (settings, time) => settings with { PauseAfter = time }, 0, 30),
            Count("qualification", "pause_samples", "Pausing needs samples", "Inputs with different times of the venue.",
                settings => settings.PauseSamples, (settings, count) => settings with { PauseSamples = count }, 1, 20),
            Time("qualification", "close_after", "Closing needs", "Time that a stage must hold before it reduces or closes.",
                settings => settings.CloseAfter, (settings, time) => settings with { CloseAfter = time }, 0, 30),
            Count("qualification", "close_samples", "Closing needs samples", "Inputs with different times of the venue.",
                settings => settings.CloseSamples, (settings, count) => settings with { CloseSamples = count }, 1, 20),
            Number("qualification", "immediate_factor", "At once beyond", "Times the threshold at which two agreeing sources need no waiting.", SettingUnit.Factor,
                Tightness.Lower, settings => settings.ImmediateFactor, (settings, factor) => settings with { ImmediateFactor = factor }, 1, 10),
            Number("qualification", "sources_agree_within", "Sources agree within", "Difference between the venue's account value and ours.", SettingUnit.Fraction,
                Tightness.Unclear, settings => settings.SourcesAgreeWithin, (settings, share) => settings with { SourcesAgreeWithin = share }, 0.001m, 0.1m),
            Number("qualification", "max_index_deviation", "Price may leave its index by",
                "Beyond that, closing needs the venue's own account value as a second source.", SettingUnit.Fraction,
                Tightness.Unclear, settings => settings.MaxIndexDeviation, (settings, share) => settings with { MaxIndexDeviation = share }, 0.005m, 0.5m),
            Number("qualification", "max_venue_deviation", "Price may leave the other venue's by",
                "Beyond that, closing needs the venue's own account value as a second source.", SettingUnit.Fraction,
                Tightness.Unclear, settings => settings.MaxVenueDeviation, (settings, share) => settings with { MaxVenueDeviation = share }, 0.005m, 0.5m),
            Time("qualification", "confirm_every", "An account is asked again after", "While a closing stage waits for the venue's own word on it.",
                settings => settings.ConfirmEvery, (settings, time) => settings with { ConfirmEvery = time }, 1, 60),
        ],
    };

    private static SettingSection Execution() => new(
        "execution", "Execution", "How hard and how long closing orders push, and when you are told that they have not done it.")
    {
        Settings =
        [
            Time("execution", "action_deadline", "Deadline of a plan", "After that a plan is an action error: you are told, and it goes on slowly.",
                settings => settings.ActionDeadline, (settings, time) => settings with { ActionDeadline = time }, 5, 600),
            Time("execution", "first_retry", "First pause after a failure", "Doubles with each further failure.",
                settings => settings.FirstRetry, (settings, time) => settings with { FirstRetry = time }, 0.1m, 10),
            Time("execution", "longest_retry", "Longest pause", "The doubling ends here.",
                settings => settings.LongestRetry, (settings, time) => settings with { LongestRetry = time }, 1, 60),
            Time("execution", "slow_retry", "Pause after the deadline", "A plan is never given up; it asks again this often.",
                settings => settings.SlowRetry, (settings, time) => settings with { SlowRetry = time }, 1, 120),
            new("execution", "escalation", "Closing limits",
                "Distance from the best price, per attempt; market orders follow. Narrow limits save slippage and may find nobody.", Tightness.Unclear)
            {
                Value = new TextValue(SettingUnit.Fractions, "1 to 6 rising fractions between 0 and 0.1, such as 0.003, 0.006, 0.012",
                    settings => string.Join(", ", settings.Escalation.Select(share => share.ToString("0.######", CultureInfo.InvariantCulture))), ReadEscalation),
            },
        ],
    };

    private static SettingSection PreTrade() => new(
        "pre_trade", "Orders before they are sent", "Bounds of every order that opens risk through ETRMS. Closing is never held up by them.")
    {
        Settings =
        [
            new("pre_trade", "max_notional", "Largest position",
                "In quote units, by \"*\" for every position, a symbol, an account's id, or \"id/symbol\"; the smallest that applies holds.", Tightness.Lower)
            {
                Value = new LimitsValue(),
            },
            Count("pre_trade", "max_orders_per_minute", "Orders per minute", "Of one account, counting foreign ones; a loop that runs away stops here.",
                settings => settings.MaxOrdersPerMinute, (settings, count) => settings with { MaxOrdersPerMinute = count }, 1, 10_000),
            Number("pre_trade", "duplicate_within", "Equal order counts as sent twice within", "The second one is refused.", SettingUnit.Seconds, Tightness.Higher,
                settings => (decimal)settings.DuplicateWithin.TotalSeconds,
                (settings, seconds) => settings with { DuplicateWithin = TimeSpan.FromSeconds((double)seconds) }, 0, 60),
            Number("pre_trade", "min_liquidation_distance", "Least distance to liquidation", "That an order must leave its position.", SettingUnit.Fraction,
                Tightness.Higher, settings => settings.MinLiquidationDistance, (settings, share) => settings with { MinLiquidationDistance = share }, 0, 0.9m),
        ],
    };

    private static SettingSection Markets() => new(
        "markets", "Market analysis", "How far the analysis of a market may narrow your limits. It can never widen one, and what it no longer sees stays narrow.")
    {
        Settings =
        [
            Number("markets", "size_cut", "Orders are cut by at most",
                "Of their size, in volatile or thin markets; 0 lets the analysis cut nothing. Limits of positions shrink alike.", SettingUnit.Fraction,
                Tightness.Higher, settings => settings.MarketSizeCut, (settings, share) => settings with { MarketSizeCut = share }, 0, 0.9m),
            Number("markets", "drawdown_cut", "Tolerated drawdown is cut by at most",
                "Thresholds of MAX_DRAWDOWN while something is held in a volatile, breaking or all too correlated market; 0 leaves them.", SettingUnit.Fraction,
                Tightness.Higher, settings => settings.MarketDrawdownCut, (settings, share) => settings with { MarketDrawdownCut = share }, 0, 0.9m),
            Number("markets", "stop_widening", "Stops of new positions go farther by at most",
                "Of their usual distance, in volatile markets; every order is then cut so that the stop loses no more money. 0 leaves stops and sizes. Stops that stand never move.",
                SettingUnit.Fraction, Tightness.Unclear, settings => settings.MarketStopWidening, (settings, share) => settings with { MarketStopWidening = share }, 0, 1),
        ],
    };

    private static SettingSection Readings() => new(
        "readings", "Doubtful readings", "When a price or a balance is believed. Both too strict and too lenient leave breakers without a true value.")
    {
        Settings =
        [
            Number("readings", "max_mark_factor", "Largest jump of a price", "Between two ticks; a larger one must be confirmed.", SettingUnit.Factor,
                Tightness.Unclear, settings => settings.MaxMarkFactor, (settings, factor) => settings with { MaxMarkFactor = factor }, 1.1m, 20),
            Number("readings", "mark_factor_confirmations", "Ticks that confirm a jump", "In a row, from the venue.", SettingUnit.Count,
                Tightness.Unclear, settings => settings.MarkFactorConfirmations,
                (settings, count) => settings with { MarkFactorConfirmations = (int)count }, 1, 20),
            Number("readings", "collateral_alert_at", "Collateral below its peg is told at", "A share; equity counts at the observed rate in any case.", SettingUnit.Fraction,
                Tightness.None, settings => settings.CollateralAlertAt, (settings, share) => settings with { CollateralAlertAt = share }, 0.001m, 0.5m),
            Time("readings", "jump_explained_within", "Balance change must be explained within", "By a fill, funding or a transfer; then you are told.",
                settings => settings.JumpExplainedWithin, (settings, time) => settings with { JumpExplainedWithin = time }, 10, 600),
            Number("readings", "jump_tolerance", "Balance differences that are rounding", "In quote units.", SettingUnit.Quote,
                Tightness.Unclear, settings => settings.JumpTolerance, (settings, money) => settings with { JumpTolerance = money }, 0, 1_000),
            Number("readings", "jump_tolerance_share", "Balance differences that are rounding, as a share", "Of the wallet; the larger of both counts.",
                SettingUnit.Fraction, Tightness.Unclear, settings => settings.JumpToleranceShare,
                (settings, share) => settings with { JumpToleranceShare = share }, 0, 0.02m),
            Number("readings", "reading_lag", "Reading may lag the stream by", "What the stream told within this time is newer than a full reading.",
                SettingUnit.Seconds, Tightness.Unclear, settings => (decimal)settings.ReadingLag.TotalSeconds,
                (settings, seconds) => settings with { ReadingLag = TimeSpan.FromSeconds((double)seconds) }, 0, 10),
            Number("readings", "flat_confirmed_after", "Empty position list is believed after", "A second reading must agree this much later.",
                SettingUnit.Seconds, Tightness.Unclear, settings => (decimal)settings.FlatConfirmedAfter.TotalSeconds,
                (settings, seconds) => settings with { FlatConfirmedAfter = TimeSpan.FromSeconds((double)seconds) }, 0.5m, 30),
        ],
    };

    private static SettingSection Alerts() => new(
        "alerts", "Alerts", "How long alerts wait for you before they press on. They stop nothing and close nothing, so it changes at once.")
    {
        Settings =
        [
            new("alerts", "repeat_after", "Critical alerts repeat after",
                "Ages in seconds at which a critical alert that nobody acknowledged goes out again, on every channel and on open pages.", Tightness.None)
            {
                Value = new TextValue(SettingUnit.Text, $"1 to {MostSteps} rising whole numbers of seconds, at most a day, such as 60, 300, 900",
                    settings => string.Join(", ", settings.RepeatAlertsAfter.Select(age => age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture))), ReadRepeats),
            },
            Number("alerts", "other_channels_after", "Other channels step in after", "When no channel has taken an alert by then.", SettingUnit.Seconds, Tightness.None,
                settings => (decimal)settings.OtherChannelsAfter.TotalSeconds,
                (settings, seconds) => settings with { OtherChannelsAfter = TimeSpan.FromSeconds((double)seconds) }, 1, 60),
        ],
    };

    private static SettingSection Records() => new("records", "Records", "What is kept for charts and replays. Protects nothing, so it changes at once.")
    {
        Settings =
        [
            Number("records", "keep_inputs_days", "Input journal is kept for", "Days; what replays and rehearsals are made from. A full disk ends it earlier, the oldest first.",
                SettingUnit.Count, Tightness.None, settings => settings.KeepInputsDays, (settings, days) => settings with { KeepInputsDays = (int)days }, 1, 3_650),
            Number("records", "equity_point_every", "Point of the equity curve every", "In market time.", SettingUnit.Seconds, Tightness.None,
                settings => (decimal)settings.EquityPointEvery.TotalSeconds,
                (settings, seconds) => settings with { EquityPointEvery = TimeSpan.FromSeconds((double)seconds) }, 10, 3_600),
        ],
    };
}
