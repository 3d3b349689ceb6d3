using System.Reflection;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Reports;

/// <summary>Runs that are too short for most figures, and runs in which nothing happens: every figure is a number or is not there.</summary>
public sealed class ShortRunTests
{
    private static readonly ParameterRange Fast = new("fast", 2, 4, 1);
    private static readonly ParameterRange Slow = new("slow", 5, 8, 1);

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(180)]
    [InlineData(1_440)]
    [InlineData(1_441)]
    [InlineData(2_049)]
    [InlineData(2_050)]
    public void Minutes_of_an_hour_of_three_hours_and_of_a_day_can_be_reported(int minutes)
    {
        var report = Report(Terms(minutes), Walk(minutes));

        Assert.Equal(minutes, report.Detail.Run.Equity.Count);
        AllAreNumbers(report);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(180)]
    [InlineData(2_050)]
    public void A_market_that_stands_still_has_no_trades_and_no_ratios(int minutes)
    {
        var report = Report(Terms(minutes), Candles(minutes, _ => 100));

        Assert.Empty(report.Detail.Run.Trades);
        Assert.Equal((0, null), (report.Detail.Report.TotalReturn, report.Detail.Report.PerBar.Sharpe));
        Assert.Equal(0, report.Detail.Report.PerBar.ValueAtRisk);
        AllAreNumbers(report);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(2_500)]
    public void Returns_that_are_all_equal_have_no_deviation_to_divide_by(int minutes)
    {
        var report = Report(Terms(minutes), Candles(minutes, minute => 100 * (decimal)Math.Pow(1.001, minute)));

        AllAreNumbers(report);
    }

    [Fact]
    public void A_gain_within_minutes_has_no_yearly_figure_beyond_all_numbers()
    {
        var search = Terms(30) with { Type = BacktestType.Optimization, Search = new SearchTerms { Ranges = [Fast, Slow] } };

        var report = Report(search, Candles(30, minute => 100 + (minute > 15 ? minute * 40 : minute % 2)));

        Assert.True(report.Detail.Report.TotalReturn > 0.1);
        Assert.Null(report.Detail.Report.Cagr);
        foreach (var trial in report.Optimization!.Trials.Select(trial => trial.Trial.Figures).OfType<TrialFigures>())
        {
            Assert.All(typeof(TrialFigures).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.GetValue(trial)).OfType<double>(), IsNumber);
        }
    }

    [Theory]
    [InlineData(MonteCarloMethod.BlockBootstrap)]
    [InlineData(MonteCarloMethod.ParameterNoise)]
    public void Paths_can_be_drawn_from_three_hours(MonteCarloMethod method)
    {
        var terms = Terms(180) with
        {
            Type = BacktestType.MonteCarlo,
            MonteCarlo = new MonteCarloTerms { Method = method, Paths = 20, Parameters = method == MonteCarloMethod.ParameterNoise ? [new RandomRange("fast", 2, 4)] : [] },
        };

        var report = Report(terms, Walk(180));

        Assert.Equal((20, 0), (report.MonteCarlo!.Paths, report.MonteCarlo.PathsFailed));
        Assert.All(report.MonteCarlo.FinalEquity, quantile => IsNumber(quantile.Value));
    }

    private static BacktestTerms Terms(int minutes) => SomeRequest.Terms(1) with
    {
        Range = new TimeRange(Scene.Start, Scene.Start.AddMinutes(minutes)),
        Timeframe = SomeRequest.Minute,
        StrategyParameters = SomeRequest.Terms(1).StrategyParameters.SetItem("fast", 2m).SetItem("slow", 5m),
    };

    private static BacktestReport Report(BacktestTerms terms, CandleSeries candles) => SomeRequest.Report(SomeRequest.Sound(terms), candles);

    private static CandleSeries Walk(int minutes)
    {
        var random = new Random(7);
        var price = 100.0;
        return Candles(minutes, _ => (decimal)Math.Round(price *= Math.Exp((random.NextDouble() - 0.5) * 0.03), 4));
    }

    /// <summary>Minutes that stay at a price each.</summary>
    private static CandleSeries Candles(int minutes, Func<int, decimal> priceOf)
    {
        var builder = new CandleSeriesBuilder(Scene.Contract().Id, TimeSpan.FromMinutes(1));
        for (var minute = 0; minute < minutes; minute++)
        {
            var price = Math.Round(priceOf(minute), 4);
            builder.Add(new Candle(Scene.Start.AddMinutes(minute), price, price, price, price, 1));
        }

        return builder.Build();
    }

    /// <summary>Every figure can be computed; what is defined is a number where it is made of numbers.</summary>
    private static void AllAreNumbers(BacktestReport report)
    {
        var input = new FigureInput(report.Detail.Run, report.Detail.Report, report.Detail.Step);
        Assert.All(FigureCatalog.All, figure => Assert.False(figure.Of(input) is { } value && double.IsNaN(value), figure.Name));
        Assert.All(report.Detail.Regimes, regime => Assert.InRange(regime.Share, 0, 1));
        Assert.False(double.IsNaN(report.Detail.Report.PerBar.TotalReturn));
    }

    private static void IsNumber(double value) => Assert.True(double.IsFinite(value), $"{value}");
}
