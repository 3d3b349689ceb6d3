using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Measures;

/// <summary>The measures of the whole book as views show them: what was measured last, over the equity of now.</summary>
internal static class RiskMeasuresOf
{
    /// <summary>Of the value at risk that is always measured, over the next hour and the next day.</summary>
    public const decimal Confidence = 0.99m;

    public const int LongHorizon = 24;

    private const string Flat = "nothing is held";
    private const string NoEquity = "equity is used up";

    public static RiskMeasures Book(RiskBooks books)
    {
        var scope = books.Global;
        var measures = scope.Measures;
        var at = books.Clock.Wall;
        var concentration = ConcentrationOf(scope, at);
        return new RiskMeasures
        {
            HistoryUntil = measures.Returns.Hours.Until == 0 ? null : EngineClock.At(measures.Returns.Hours.Until),
            Exposures = ExposuresOf.Book(books, at),
            Concentration = concentration,
            EffectiveNumber = concentration with { Value = Diversification.EffectiveNumber(concentration.Value) },
            CorrelatedExposure = OverEquity(measures.Correlated, scope),
            DiversificationRatio = DiversificationOf(measures, scope),
            StressedBecause = measures.StressedBecause,
            BetaExposure = OverEquity(measures.Beta, scope),
            FundingPerDay = FundingOf(scope, books, at),
            JointDistances = scope.Reason is null ? measures.Joint.Capture() : [],
            Tails = [.. measures.Tails.Where(tail => tail is { Confidence: Confidence, Hours: 1 or LongHorizon }).OrderBy(tail => tail.Hours).Select(tail => Masked(tail.Capture(), scope))],
            Stresses = scope.Reason is null ? Stress(scope, books) : [],
            StressReason = scope.Reason,
        };
    }

    private static Measured ConcentrationOf(ScopeBook scope, DateTimeOffset at) => scope.Reason is { } reason
        ? Measured.Unknown(reason, at)
        : Diversification.Herfindahl(scope.Positions.Select(position => (position.Contract.Underlying, position.Notional))) is { } sum
            ? Measured.Known(sum, at) : Measured.Unknown(Flat, at);

    /// <summary>Money over equity; unknown as long as equity is.</summary>
    private static Measured OverEquity(in Measured amount, ScopeBook scope) =>
        scope.Reason is { } reason ? Measured.Unknown(reason, amount.At)
        : amount.Value is not { } value ? amount
        : value == 0 ? amount
        : scope.Equity > 0 ? amount with { Value = value / scope.Equity } : Measured.Unknown(NoEquity, amount.At);

    private static Measured DiversificationOf(ScopeMeasures measures, ScopeBook scope) =>
        scope.Reason is { } reason ? Measured.Unknown(reason, measures.Correlated.At)
        : scope.Gross == 0 ? Measured.Unknown(Flat, measures.Correlated.At)
        : measures.Correlated with { Value = measures.Correlated.Value / scope.Gross };

    private static Measured FundingOf(ScopeBook scope, RiskBooks books, DateTimeOffset at)
    {
        var lacks = scope.Positions.Find(position => position.Contract.Funding is null
            || books.Clock.Now - position.Contract.FundingAt > books.Settings.FundingStaleAfter.Ticks);
        return scope.Reason is { } reason ? Measured.Unknown(reason, at)
            : lacks is not null ? Measured.Unknown($"the funding rate of {lacks.Contract.Id.Symbol} is not known", at)
            : FundingCarry.PerDay(scope.Positions.Select(position => (position.Value, position.Contract.Funding!)), scope.Equity) is { } carry
                ? Measured.Known(carry, at) : Measured.Unknown(NoEquity, at);
    }

    /// <summary>Money at risk is not told while prices or positions are in doubt.</summary>
    private static TailMetrics Masked(TailMetrics tail, ScopeBook scope) => scope.Reason is not { } reason ? tail : tail with
    {
        ValueAtRisk = Measured.Unknown(reason, tail.ValueAtRisk.At),
        ExpectedShortfall = Measured.Unknown(reason, tail.ExpectedShortfall.At),
        Models =
        [
            .. tail.Models.Select(model => model with
            {
                ValueAtRisk = Measured.Unknown(reason, model.ValueAtRisk.At),
                ExpectedShortfall = Measured.Unknown(reason, model.ExpectedShortfall.At),
                HasVote = false,
            }),
        ],
    };

    private static ImmutableArray<StressResult> Stress(ScopeBook scope, RiskBooks books)
    {
        var since = books.Clock.Now - books.Settings.BookStaleAfter.Ticks;
        return StressSet.Run(
            scope.Equity, scope.Accounts.Sum(account => account.Wallet),
            [
                .. scope.Positions.Select(position => new StressPosition(
                    position.Account.Exchange, position.Contract.Underlying, position.Value, position.UnrealizedPnl)
                {
                    ThinCost = position.Contract.LeavingCost(position.Quantity, StressSet.ThinSpread, StressSet.ThinDepth, since),
                }),
            ]);
    }
}
