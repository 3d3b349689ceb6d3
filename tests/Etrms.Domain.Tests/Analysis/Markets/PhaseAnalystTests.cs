using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Markets;

/// <summary>Hidden states that are fitted seldom and filtered with every bar.</summary>
public sealed class PhaseAnalystTests
{
    private static readonly DateTimeOffset End = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void After_every_bar_it_says_what_the_filter_over_the_whole_series_says()
    {
        var returns = CalmAndWild(600);
        var analyst = Fitted(returns[..400]);
        var whole = analyst.Reading!.Model.Regimes.Decode(returns).Filtered;

        Assert.Equal(Rounded(whole.Take(400).TakeLast(120)), Rounded(analyst.Course));
        for (var t = 400; t < returns.Length; t++)
        {
            analyst.Take(returns[t]);

            Assert.Equal(Rounded([whole[t]]), Rounded([analyst.Reading!.Now]));
        }
    }

    [Fact]
    public void Two_states_are_told_apart_the_calm_one_first_with_what_follows_them()
    {
        var reading = Fitted(CalmAndWild(600)).Reading!;

        Assert.Equal((600, End), (reading.Model.Returns, reading.Model.FittedAt));
        Assert.Equal(2, reading.Now.Length);
        Assert.InRange(reading.Model.Regimes.States[0].Deviation, 0.0007, 0.0013);
        Assert.InRange(reading.Model.Regimes.States[1].Deviation, 0.007, 0.013);
        Assert.All(reading.Model.Regimes.Chain.ExpectedDurations, bars => Assert.InRange(bars, 20, 200));
        Assert.Equal(1, reading.Now.Sum(), 9);
        var stay = reading.Model.Regimes.Chain.Transitions;
        Assert.Equal((reading.Now[0] * stay[0][1]) + (reading.Now[1] * stay[1][1]), reading.Next[1], 12);
    }

    [Fact]
    public void How_long_the_likeliest_state_has_been_it_is_counted_over_the_course()
    {
        var analyst = Fitted(CalmAndWild(600));
        while (analyst.Reading!.Likeliest != 0)
        {
            analyst.Take(0.0005);
        }

        var calm = analyst.Reading.Bars;
        analyst.Take(-0.0005);
        var longer = analyst.Reading.Bars;
        analyst.Take(0.05);

        Assert.Equal((calm + 1, 1, 1), (longer, analyst.Reading.Likeliest, analyst.Reading.Bars));
    }

    [Theory]
    [InlineData(249, "249 returns in a row are too few")]
    [InlineData(250, null)]
    public void Too_short_a_past_is_not_fitted_and_says_so(int count, string? reason)
    {
        var analyst = Taken(CalmAndWild(count));

        Assert.Equal(reason is null, analyst.IsDue);
        Assert.Null(analyst.Reading);
        Assert.Contains(reason ?? "still to be fitted", analyst.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Returns_that_say_nothing_have_a_reason_and_no_number()
    {
        var still = Fitted(new double[300]);
        var untraded = Fitted([.. CalmAndWild(400).Select((value, place) => place % 100 < 50 ? 0 : value)]);
        var alike = Fitted([.. CalmAndWild(600).Where((_, place) => place / 50 % 2 == 0)]);
        var unsettled = Fitted(
            CalmAndWild(400), new PhaseRules { Effort = new FitEffort { Starts = 2, FirstSteps = 1, Finalists = 1, MostSteps = 1, Tolerance = 1e-12 } });

        Assert.All([still, untraded, alike, unsettled], analyst => Assert.True(analyst.Reading is null && analyst.Course.IsEmpty));
        Assert.Contains("do not move", still.Reason, StringComparison.Ordinal);
        Assert.Contains("one state describes", alike.Reason, StringComparison.Ordinal);
        Assert.Contains("shrank", untraded.Reason, StringComparison.Ordinal);
        Assert.Contains("did not settle", unsettled.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_fitted_anew_after_a_day_of_bars_and_not_before()
    {
        var analyst = Fitted(CalmAndWild(400));
        var due = new List<bool>();
        foreach (var value in CalmAndWild(96))
        {
            due.Add(analyst.IsDue);
            analyst.Take(value);
        }

        Assert.DoesNotContain(true, due);
        Assert.True(analyst.IsDue);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_return_that_is_no_number_is_a_hole_before_which_nothing_counts(double value)
    {
        var analyst = Fitted(CalmAndWild(400));

        analyst.Take(value);

        Assert.Null(analyst.Reading);
        Assert.False(analyst.IsDue);
        Assert.Contains("0 returns in a row", analyst.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Contracts_are_fitted_one_at_a_time_those_that_waited_longest_first_and_each_once()
    {
        var analyst = new MarketAnalyst([Quarter], AnalystRules.Default);
        InstrumentId[] contracts = [new(Exchange.Binance, "BTCUSDT"), new(Exchange.Binance, "ETHUSDT"), new(Exchange.Binance, "NEWUSDT")];
        foreach (var (contract, count) in contracts.Zip([300, 310, 40]))
        {
            analyst.Follow(contract);
            Feed(analyst, contract, CalmAndWild(count), 0);
        }

        var first = new[] { analyst.FitNext(), analyst.FitNext(), analyst.FitNext() };
        Feed(analyst, contracts[1], CalmAndWild(406)[310..], 310);

        Assert.Equal([(contracts[0], Quarter), (contracts[1], Quarter), null], first);
        Assert.Equal((contracts[1], Quarter), analyst.FitNext());
        Assert.NotNull(analyst.Find(contracts[0], Quarter)!.Phases.Reading);
        Assert.NotNull(analyst.Find(contracts[2], Quarter)!.Phases.Reason);
    }

    [Fact]
    public void A_missing_candle_makes_hidden_states_begin_anew()
    {
        var analyst = new MarketAnalyst([Quarter], AnalystRules.Default);
        var contract = new InstrumentId(Exchange.Binance, "BTCUSDT");
        analyst.Follow(contract);
        Feed(analyst, contract, CalmAndWild(300), 0);
        analyst.FitNext();

        Feed(analyst, contract, [0.001], 302);

        Assert.Contains("too few", analyst.Find(contract, Quarter)!.Phases.Reason, StringComparison.Ordinal);
    }

    private static void Feed(MarketAnalyst analyst, InstrumentId contract, double[] returns, int from)
    {
        var close = 100.0;
        for (var i = 0; i < returns.Length; i++)
        {
            close *= Math.Exp(returns[i]);
            var price = decimal.Round((decimal)close, 6);
            analyst.Take(contract, Quarter, new Candle(End + ((from + i) * Quarter), price, price, price, price, 1), End);
        }
    }

    private static PhaseAnalyst Fitted(double[] returns, PhaseRules? rules = null)
    {
        var analyst = Taken(returns, rules);
        analyst.Fit(returns, End);
        return analyst;
    }

    private static PhaseAnalyst Taken(double[] returns, PhaseRules? rules = null)
    {
        var analyst = new PhaseAnalyst(rules ?? new PhaseRules());
        Array.ForEach(returns, analyst.Take);
        return analyst;
    }

    /// <summary>Deviations of 0.1 % and 1 % in turns of 50 bars.</summary>
    private static double[] CalmAndWild(int count)
    {
        var dice = new Random(7);
        return [.. Enumerable.Range(0, count).Select(bar =>
            Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble()) * (bar / 50 % 2 == 0 ? 0.001 : 0.01))];
    }

    private static IEnumerable<double> Rounded(IEnumerable<ImmutableArray<double>> rows) => rows.SelectMany(row => row).Select(value => Math.Round(value, 9));
}
