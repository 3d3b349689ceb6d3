using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Market.History;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>Figures with rival conventions, selection among trials, and what is drawn.</summary>
public sealed class StatisticsTraps
{
    private static readonly Scene Scene = new();

    [Fact]
    public void Trap_37_A_year_has_as_many_periods_as_the_candles_say_and_flat_days_count()
    {
        var report = PerformanceReport.Of(Scene.Play(Scene.Walk(2_400, seed: 40), Hold), Scene.Hour);
        var gaps = new EquityRecord();
        gaps.Add(Day(0), 100);
        gaps.Add(Day(3), 121);

        Assert.Equal(Ratio(report.PerBar.Moments) * Math.Sqrt(8_760), report.PerBar.Sharpe!.Value, 9);
        Assert.Equal(Ratio(report.PerDay.Moments) * Math.Sqrt(365), report.PerDay.Sharpe!.Value, 9);
        Assert.Equal([0, 0, 0.21], EquityReturns.PerDay(gaps).Select(each => Math.Round(each, 9)));
    }

    [Fact]
    public void Trap_38_Without_variance_or_losses_a_ratio_is_undefined_and_not_a_large_number()
    {
        var flat = PerformanceReport.Of(Scene.Play(Scene.Still([.. Enumerable.Repeat(100m, 100)]), _ => { }), Scene.Hour);
        var wins = PerformanceReport.Of(Scene.Play(Scene.Still(100, 100, 110, 110), Hold), Scene.Hour);
        var nearly = PeriodStatistics.Of([0.1, 0.1 + 1e-17, 0.1], 365);

        Assert.Null(flat.PerBar.Sharpe);
        Assert.Null(flat.PerDay.Sortino);
        Assert.Null(flat.WinRate);
        Assert.Null(wins.ProfitFactor);
        Assert.Null(nearly.Sharpe);
        Assert.Null(PeriodStatistics.Of([], 365).ValueAtRisk);
    }

    [Fact]
    public void Trap_39_Rival_definitions_differ_and_every_figure_names_its_own()
    {
        double[] returns = [0.02, -0.01, 0, 0.01, -0.03, 0.01, 0.02, 0, -0.02, 0.01, 0.01, 0, 0, 0.02, -0.01, 0.01, 0, 0.01, 0.01, -0.02, 0.01, -0.03];
        var statistics = PeriodStatistics.Of(returns, 365);
        var downside = Math.Sqrt(returns.Sum(r => Math.Min(r, 0) * Math.Min(r, 0)) / returns.Length);

        Assert.Equal(returns.Average() / downside * Math.Sqrt(365), statistics.Sortino!.Value, 9);
        Assert.NotEqual(statistics.ExpectedShortfall, statistics.ExpectedShortfallNormal);
        Assert.NotEqual(statistics.Sharpe, statistics.SharpeGeometric);
        Assert.All(FigureCatalog.All, figure => Assert.NotEmpty(figure.Convention));
        Assert.Equal(FigureCatalog.All.Length, FigureCatalog.All.DistinctBy(figure => figure.Name).Count());
    }

    [Fact]
    public void Trap_40_A_drawdown_counts_what_open_positions_lose()
    {
        var run = Scene.Play(Scene.Still(100, 100, 80, 120, 120, 120), bar =>
        {
            if (bar.Index == 0)
            {
                bar.Place(Scene.Buy(100));
            }
            else if (bar.Index == 3)
            {
                bar.Exit();
            }
        });
        var report = PerformanceReport.Of(run, Scene.Hour);

        Assert.True(Assert.Single(run.Trades).NetPnl > 0);
        Assert.Equal(0.2, report.MaxDrawdown, 12);
    }

    [Fact]
    public void Trap_41_Two_conventions_of_the_probabilistic_Sharpe_ratio_are_kept_apart_and_discarded_trials_count()
    {
        // Bailey and Lopez de Prado 2012: 24 months of a fund with these moments.
        var moments = new Moments(24, 0, 1, -2.448, 10.164);
        var few = new TrialLedger(10, 0, 9 * 0.002);
        var discarded = new TrialLedger(990, 0, 989 * 0.002);

        Assert.Equal(0.913, SharpeSignificance.Probability(0.458, 0, moments)!.Value, 3);
        Assert.Equal(0.988, SharpeSignificance.ProbabilityAtNull(0.458, 0, moments)!.Value, 3);
        Assert.True(Deflated(few.And(discarded)) < Deflated(few));
        Assert.True(Deflated(few with { SquaredDeviations = few.SquaredDeviations * 4 }) < Deflated(few));

        static double Deflated(TrialLedger ledger) => SharpeSignificance.Deflated(0.1, new Moments(365, 0, 1, 0, 3), ledger.Count, ledger.Variance)!.Value;
    }

    [Fact]
    public void Trap_41_A_ledger_that_grows_in_parts_is_the_ledger_of_all()
    {
        Trial[] trials = [.. Enumerable.Range(1, 30).Select(number => new Trial { Combination = number, Figures = Figures(number * 0.1) })];
        var parts = trials.Chunk(7).Aggregate(TrialLedger.Empty, (sum, chunk) => sum.And(TrialLedger.Of(chunk)));
        var whole = TrialLedger.Of(trials);

        Assert.Equal(30, parts.Count);
        Assert.Equal(whole.Mean, parts.Mean, 12);
        Assert.Equal(whole.Variance, parts.Variance, 12);

        static TrialFigures Figures(double sharpe) => new()
        {
            FinalEquity = 1,
            NetProfit = 0,
            TotalReturn = 0,
            MaxDrawdown = 0,
            Sharpe = sharpe,
            ClosedTrades = 1,
            BreakerTrips = 0,
        };
    }

    [Fact]
    public void Trap_42_The_rank_of_the_best_stays_below_one_so_no_logit_is_infinite()
    {
        var random = new Random(42);
        double[] Series(double mean) => [.. Enumerable.Range(0, 80).Select(_ => mean + (random.NextDouble() - 0.5))];
        var estimate = CrossValidation.Estimate([Series(5), Series(0), Series(-1), Series(-2)], 8);

        Assert.Equal(0, estimate.Probability);
        Assert.All(estimate.Logits, logit => Assert.Equal(Math.Log(4.0 / 5 / (1 - (4.0 / 5))), logit, 9));
    }

    [Fact]
    public void Trap_43_Warm_indicators_trade_from_the_first_candle_of_a_window_cold_ones_cannot()
    {
        var terms = Windows(new ParameterRange("fast", 5, 5, 1), new ParameterRange("slow", 60, 60, 1));
        var work = new WindowWork(SomeRequest.Sound(terms), [SomeRequest.Market(Scene.Walk(1_000, seed: 43))]);
        var runs = Enumerable.Range(0, 5).Select(number => WalkForwardWindows.At(terms, number))
            .Select(window => (window, Warm: work.Test(window, 0, warm: true).Run(), Cold: work.Test(window, 0, warm: false).Run())).ToList();

        Assert.Contains(runs, run => run.Warm.FinalEquity != run.Cold.FinalEquity);
        Assert.All(runs, run => Assert.DoesNotContain(run.Cold.Trades, trade => trade.EntryAt < run.window.Test.Start.AddHours(60)));
        Assert.Contains(runs, run => run.Warm.Trades.Any(trade => trade.EntryAt < run.window.Test.Start.AddHours(60)));
        Assert.All(runs, run => Assert.Equal((100, run.window.Test.Start.ToUnixTimeMilliseconds()), (run.Warm.Equity.Count, run.Warm.Equity.Times[0])));
    }

    [Fact]
    public void Trap_43_Of_equal_combinations_the_first_in_the_order_of_the_grid_is_chosen()
    {
        // Targets so far away are never met: every combination trades the same.
        var terms = Windows(new ParameterRange("take_profit", 0.7m, 0.9m, 0.1m));
        var work = new WindowWork(SomeRequest.Sound(terms), [SomeRequest.Market(Scene.Walk(1_000, seed: 44))]);

        Assert.Equal(0, work.Choose(WalkForwardWindows.At(terms, 0))!.Combination);
    }

    [Fact]
    public void Trap_44_A_grid_is_counted_in_decimals()
    {
        var fifths = new ParameterRange("stop_loss", 0.01m, 0.05m, 0.01m);
        var tenths = new ParameterRange("stop_loss", 0.1m, 0.3m, 0.1m);

        Assert.Equal([0.01m, 0.02m, 0.03m, 0.04m, 0.05m], Enumerable.Range(0, (int)fifths.Count).Select(index => fifths[index]));
        Assert.Equal(3, tenths.Count);
        Assert.Equal(2, (int)((0.3 - 0.1) / 0.1) + 1);
        Assert.Equal(4, new ParameterRange("x", 0.01m, 0.049m, 0.01m).Count);
    }

    [Fact]
    public void Trap_45_Drawn_trades_end_differently_and_the_seed_stands_in_the_report()
    {
        var terms = SomeRequest.Terms(800, BacktestType.MonteCarlo) with
        {
            Seed = 45,
            MonteCarlo = new MonteCarloTerms { Method = MonteCarloMethod.TradeBootstrap, Paths = 50 },
        };
        var report = SomeRequest.Report(SomeRequest.Sound(terms), Scene.Walk(800, seed: 45));
        var returns = report.Detail.Run.Trades.Where(trade => !trade.IsOpen).Select(trade => 1 + ((double)trade.NetPnl!.Value / 10_000)).ToList();

        // A shuffle only changes the way: the product does not depend on the order.
        Assert.Equal(returns.Aggregate(1.0, (product, each) => product * each), returns.OrderDescending().Aggregate(1.0, (product, each) => product * each), 12);
        Assert.True(report.MonteCarlo!.FinalEquity[^1].Value > report.MonteCarlo.FinalEquity[0].Value);
        Assert.Equal(45, report.Terms.Seed);
    }

    [Fact]
    public void Trap_47_Rows_that_equal_another_market_and_rows_that_cannot_be_are_told_whatever_the_label_says()
    {
        var spot = Scene.Walk(50, seed: 47);
        var comparison = new SeriesComparison("spot");
        comparison.Add([.. Enumerable.Range(0, 50).Select(index => spot[index])], [.. Enumerable.Range(0, 50).Select(index => spot[index])]);
        using var certificate = CertificateBuilder.ForCandles(SomeRequest.Hour);
        certificate.Add(spot[0]);
        certificate.Add(spot[0]);
        certificate.Add(spot[1] with { OpenAt = spot[1].OpenAt.AddMinutes(7), High = spot[1].Low - 1 });
        var made = certificate.Finish();

        Assert.Equal((50, 0), (comparison.Finish()!.Compared, comparison.Finish()!.PriceDifferences));
        Assert.Equal((1, 1, 1), (made.Duplicates, made.Misaligned, made.Prices!.Invalid));
        Assert.Equal(SeriesVerdict.Flawed, made.Verdict);
    }

    private static BacktestTerms Windows(params ParameterRange[] ranges) => SomeRequest.Search(1_000, ranges) with
    {
        Type = BacktestType.WalkForward,
        WalkForward = new WalkForwardTerms { TrainBars = 300, TestBars = 100, StepBars = 100 },
    };

    private static void Hold(StrategyBar bar)
    {
        if (bar.Index == 0)
        {
            bar.Place(Scene.Buy(50));
        }
    }

    private static double Ratio(Moments moments) => moments.Mean / moments.SampleDeviation!.Value;

    private static long Day(int number) => Scene.Start.AddDays(number).ToUnixTimeMilliseconds();
}
