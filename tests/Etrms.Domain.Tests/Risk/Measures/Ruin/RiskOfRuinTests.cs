using System.Text.Json;
using Etrms.Domain.Risk.Measures.Ruin;

namespace Etrms.Domain.Tests.Risk.Measures.Ruin;

public sealed class RiskOfRuinTests
{
    private const double Risk = 0.02;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "risk-ruin.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.At("cases").GetArrayLength())];

    /// <summary>Counted exactly by tests/golden/risk/ruin.py; what is drawn may differ by four of its own standard errors.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Drawn_paths_are_ruined_as_often_as_all_paths_that_there_are(int place)
    {
        var expected = Golden.At("cases")[place];
        var chance = Only(Golden.Numbers("multiples"), TermsOf(expected.At("level").GetInt32()) with { Trades = expected.At("trades").GetInt32(), BlockLength = expected.At("block").GetInt32() });

        var exact = expected.Number("probability");
        Assert.InRange(chance.Probability, exact - Error(exact), exact + Error(exact));
    }

    /// <summary>A gambler with 60 % of even bets who can lose 5 of them is ever ruined with (0.4 / 0.6)^5.</summary>
    [Fact]
    public void Without_an_end_the_gambler_is_ruined_as_his_formula_says()
    {
        var chance = Only(EvenBets(60, 40), TermsOf(5) with { Trades = 1_000, BlockLength = 1 });

        var formula = Math.Pow(0.4 / 0.6, 5);
        Assert.InRange(chance.Probability, formula - Error(formula), formula + Error(formula));
        Assert.InRange(formula, chance.Low, chance.High);
    }

    /// <summary>Small steps come near to the walk of the formula, which is watched all the time and therefore ruined somewhat more often.</summary>
    [Fact]
    public void The_closed_form_is_near_where_steps_are_small()
    {
        var chance = Only(EvenBets(50, 50), TermsOf(12) with { Trades = 300, BlockLength = 1 });

        Assert.InRange(chance.ClosedForm!.Value - chance.Probability, 0, 0.05);
    }

    [Fact]
    public void Who_never_loses_is_never_ruined_and_who_never_wins_always()
    {
        Assert.Equal(0, Only([.. Enumerable.Repeat(1.0, 40)], TermsOf(3)).Probability);
        Assert.Equal(1, Only([.. Enumerable.Repeat(-1.0, 40)], TermsOf(3)).Probability);
        Assert.Equal(1, Only([.. Enumerable.Repeat(-1.0, 40)], TermsOf(3) with { RiskPerTrade = 1 }).Probability);
    }

    [Fact]
    public void Deeper_losses_are_rarer_and_the_band_has_its_width()
    {
        var report = RiskOfRuin.Of(Golden.Numbers("multiples"), new RuinTerms { RiskPerTrade = Risk })!;

        Assert.Equal(report.Chances.OrderByDescending(chance => chance.Probability), report.Chances);
        Assert.All(report.Chances, chance => Assert.True(chance.Low <= chance.High && chance.Low is >= 0 && chance.High is <= 1));
        Assert.True(report.Chances[0].Low < report.Chances[0].High);
        Assert.Equal((60, 8), (report.Sample, report.BlockLength));
    }

    [Fact]
    public void Losses_that_come_in_runs_ruin_more_often_than_the_same_losses_shuffled()
    {
        double[] runs = [.. Enumerable.Range(0, 120).Select(place => place / 15 % 2 == 0 ? 1.1 : -1)];

        var together = Only(runs, TermsOf(12) with { BlockLength = 15 });
        var apart = Only(runs, TermsOf(12) with { BlockLength = 1 });

        Assert.True(together.Probability > apart.Probability + 0.05, $"{together} {apart}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer_and_another_seed_another_one()
    {
        var terms = new RuinTerms { RiskPerTrade = Risk, Seed = 7 };

        Assert.Equal(Chances(terms), Chances(terms));
        Assert.NotEqual(Chances(terms), Chances(terms with { Seed = 8 }));
    }

    [Fact]
    public void Fewer_than_thirty_trades_say_nothing() => Assert.Null(RiskOfRuin.Of(new double[RiskOfRuin.Enough - 1], new RuinTerms { RiskPerTrade = Risk }));

    [Fact]
    public void Terms_that_make_no_sense_are_named() => Assert.Equal(
        ["risk_per_trade", "trades", "losses", "block_length"],
        new RuinTerms { RiskPerTrade = 0, Trades = 0, Losses = [1.2], BlockLength = 0 }.Faults().Select(fault => fault.Field));

    private static RuinChance[] Chances(RuinTerms terms) => [.. RiskOfRuin.Of(Golden.Numbers("multiples"), terms)!.Chances];

    private static RuinChance Only(double[] multiples, RuinTerms terms) => RiskOfRuin.Of(multiples, terms)!.Chances.Single();

    /// <summary>Ruined when so many full losses more than gains have come; the level lies between two steps, so that no rounding decides.</summary>
    private static RuinTerms TermsOf(int steps) => new() { RiskPerTrade = Risk, Losses = [1 - Math.Pow(1 - Risk, steps - 0.5)] };

    /// <summary>Wins that take equity up by as much, on a log scale, as losses take it down.</summary>
    private static double[] EvenBets(int wins, int losses) =>
        [.. Enumerable.Repeat(((1 / (1 - Risk)) - 1) / Risk, wins), .. Enumerable.Repeat(-1.0, losses)];

    private static double Error(double probability) => 4 * Math.Sqrt(probability * (1 - probability) / 10_000);
}
