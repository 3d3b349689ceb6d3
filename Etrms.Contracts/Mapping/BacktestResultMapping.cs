using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Mapping;

/// <summary>A report as others see it; the Api and the offline command answer the same.</summary>
public static class BacktestResultMapping
{
    /// <param name="report">What came out.</param>
    /// <param name="mostTrials">Trials that are listed, best first.</param>
    public static BacktestResultView ToView(this BacktestReport report, int mostTrials = int.MaxValue)
    {
        var (detail, run) = (report.Detail, report.Detail.Run);
        return new BacktestResultView
        {
            Type = report.Terms.Type,
            Strategy = detail.Setup.Definition.Name,
            Parameters = ParametersOf(detail.Setup),
            Seed = report.Terms.Seed,
            IsPartial = report.IsPartial,
            InitialCapital = run.InitialCapital,
            FinalEquity = run.FinalEquity,
            Metrics = MetricsOf(run, detail.Report, detail.Step),
            Trades = [.. run.Trades.Select((trade, index) => ToView(trade, index + 1))],
            TradesTotal = run.Trades.Length,
            CircuitBreakerEvents = [.. EventsOf(detail)],
            Equity = CurveOf(detail),
            RefusedOrders = run.Refused,
            MonthlyReturns = [.. detail.Months.Select(month => new MonthlyReturnView(month.Year, month.Month, month.Return))],
            TradeDistribution = [.. detail.Distribution.Select(bin => new DistributionBinView(bin.From, bin.To, bin.Count))],
            ByRegime = [.. detail.Regimes.Select(ToView)],
            Sets = report.Sets?.ToView(detail.Step),
            ByBreaker = [.. detail.Breakers.Select(ToView)],
            Band = detail.Band is { } band ? new AmbiguityBandView(band.AmbiguousBars, band.BestFinalEquity, band.WorstFinalEquity) : null,
            Counterfactual = detail.Counterfactual is { } other ? ToView(other, detail.Step) : null,
            Optimization = report.Optimization is { } optimization ? BacktestStudyMapping.ToView(optimization, report, mostTrials) : null,
            WalkForward = report.WalkForward is { } windows ? BacktestStudyMapping.ToView(windows, report) : null,
            MonteCarlo = report.MonteCarlo is { } paths ? BacktestStudyMapping.ToView(paths) : null,
            Overfitting = BacktestStudyMapping.ToView(report.Overfitting),
            Certificate = BacktestStudyMapping.ToView(report.Series),
            Lookahead = report.Lookahead is { } proof ? BacktestStudyMapping.ToView(proof) : null,
            Assumptions = report.Assumptions,
            Warnings = report.Warnings,
        };
    }

    /// <summary>Every parameter of the strategy, defaults among them, and what else a request may vary.</summary>
    public static IReadOnlyDictionary<string, string> ParametersOf(RunSetup setup)
    {
        var parameters = setup.Definition.Arguments(setup.Parameters).Values.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        parameters[RunSetup.Leverage] = setup.Settings.Leverage.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (setup.Settings.RiskPerTrade is { } risk)
        {
            parameters[RunSetup.RiskPerTrade] = ToText(risk);
        }

        foreach (var (regime, set) in setup.Sets.Regimes)
        {
            foreach (var (name, value) in set.Parameters)
            {
                parameters[$"{StrategySets.NameOf(regime)}.{name}"] = value.ToString();
            }
        }

        return parameters;
    }

    internal static string ToText(decimal value) => ((Domain.Backtesting.Strategies.ParameterValue)value).ToString();

    /// <summary>JSON knows no infinity: what is not a number is not defined.</summary>
    internal static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static Dictionary<string, FigureView> MetricsOf(BacktestRun run, PerformanceReport report, TimeSpan step)
    {
        var input = new FigureInput(run, report, step);
        return FigureCatalog.All.ToDictionary(
            figure => figure.Name, figure => new FigureView(figure.Title, Finite(figure.Of(input)), figure.Unit, figure.Convention), StringComparer.Ordinal);
    }

    private static BacktestTradeView ToView(BacktestTrade trade, int number) => new()
    {
        Number = number,
        Exchange = trade.Instrument.Exchange,
        Symbol = trade.Instrument.Symbol,
        Side = trade.Side,
        Quantity = trade.Quantity,
        EntryTimeMs = trade.EntryAt.ToUnixTimeMilliseconds(),
        EntryPrice = trade.EntryPrice,
        EntryFee = trade.EntryFee,
        StopLoss = trade.StopLoss,
        TakeProfit = trade.TakeProfit,
        ExitTimeMs = trade.ExitAt?.ToUnixTimeMilliseconds(),
        ExitPrice = trade.ExitPrice,
        ExitFee = trade.ExitFee,
        ExitReason = trade.ExitReason,
        GrossPnl = trade.GrossPnl,
        Funding = trade.Funding,
        NetPnl = trade.NetPnl,
        BarsHeld = trade.BarsHeld,
        SizeFraction = trade.SizeFraction,
        IsAmbiguous = trade.IsAmbiguous,
    };

    private static IEnumerable<BacktestBreakerEventView> EventsOf(RunDetail detail)
    {
        var trips = detail.Toll.Trips.ToLookup(trip => (trip.BreakerId, trip.Candle));
        foreach (var (e, number) in detail.Run.BreakerEvents.Select((e, index) => (e, index + 1)))
        {
            var trip = e.Kind == BreakerEventKind.Triggered ? trips[(e.BreakerId, e.At - detail.Step)].FirstOrDefault() : null;
            yield return new BacktestBreakerEventView(
                number, (e.At - detail.Step).ToUnixTimeMilliseconds(), e.BreakerName, e.Type, e.Kind, e.Value, e.Threshold, e.StageAt, trip?.Overshoot,
                EquityAt(detail, e.At - detail.Step), e.Explanation, e.Consequence);
        }
    }

    private static decimal? EquityAt(RunDetail detail, DateTimeOffset candle)
    {
        var index = detail.Run.Equity.Times.BinarySearch(candle.ToUnixTimeMilliseconds());
        return index < 0 ? null : decimal.Round((decimal)detail.Run.Equity.Values[index], 8);
    }

    private static BacktestCurveView CurveOf(RunDetail detail)
    {
        var equity = detail.Run.Equity;
        return new BacktestCurveView(
            equity.TimeList, equity.ValueList, DrawdownsOf(equity, (double)detail.Run.InitialCapital),
            detail.Counterfactual?.Without.Equity.ValueList ?? [], detail.Band is { } best ? [.. best.Best] : [],
            detail.Band is { } worst ? [.. worst.Worst] : [], 1);
    }

    private static double[] DrawdownsOf(EquityRecord equity, double initial)
    {
        var falls = new double[equity.Count];
        var peak = initial;
        for (var i = 0; i < falls.Length; i++)
        {
            peak = Math.Max(peak, equity.Values[i]);
            falls[i] = 1 - (equity.Values[i] / peak);
        }

        return falls;
    }

    internal static RegimeFiguresView ToView(RegimeFigures regime) => new(
        regime.Regime, regime.Share, regime.Trades, regime.WinRate, Finite(regime.TotalReturn), Finite(regime.SharpeRatio), Finite(regime.MaxDrawdown), regime.NetPnl);

    private static BreakerFiguresView ToView(BreakerFigures breaker) => new(
        breaker.Breaker, breaker.Type, breaker.Trips, breaker.ClosedTrades, breaker.WorstOvershoot, breaker.TimeTrippedShare);

    private static CounterfactualView ToView(Counterfactual other, TimeSpan step) => new(
        other.Without.FinalEquity, other.Difference, MetricsOf(other.Without, PerformanceReport.Of(other.Without, step), step), other.Without.Trades.Length);
}
