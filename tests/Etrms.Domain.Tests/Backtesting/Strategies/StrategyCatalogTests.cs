using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Tests.Risk;

namespace Etrms.Domain.Tests.Backtesting.Strategies;

public sealed class StrategyCatalogTests
{
    private static readonly StrategyCatalog Catalog = StrategyCatalog.BuiltIn;

    public static TheoryData<string> Names => [.. Catalog.All.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_strategy_can_be_made_of_its_defaults(string name)
    {
        var nothing = ImmutableDictionary<string, ParameterValue>.Empty;

        Assert.Empty(Catalog.Validate(name, nothing));
        Assert.NotNull(Catalog.Maker(name, nothing)(Some.Id("BTCUSDT")));
        Assert.InRange(Catalog.WarmUpBars(name, nothing), 1, 1_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_says_what_it_means_and_its_default_lies_within_its_bounds(string name) => Assert.All(
        Catalog.Find(name)!.Parameters,
        parameter =>
        {
            Assert.Matches("^[a-z][a-z_0-9]*$", parameter.Name);
            Assert.EndsWith(".", parameter.Meaning, StringComparison.Ordinal);
            Assert.True(parameter.Kind == ParameterKind.Choice ? parameter.Choices.Length > 1 : parameter is { Min: not null, Max: not null, Step: > 0 });
            Assert.True(parameter.Default is not { } value || parameter.FaultOf(value) is null);
        });

    [Theory]
    [InlineData("fast", "0", "Must lie between 1 and 1000; it is 0.")]
    [InlineData("fast", "2.5", "Must be a whole number; it is 2.5.")]
    [InlineData("fast", "ten", "Must be a number; it is \"ten\".")]
    [InlineData("stop_loss", "5", "Must lie between 0.001 and 0.5 (a fraction: write 5 % as 0.05); it is 5.")]
    [InlineData("direction", "sideways", "Must be one of long_short, long_only; it is \"sideways\".")]
    [InlineData("fast", "30", "Must be less than slow, which is 30.")]
    public void A_parameter_that_cannot_be_is_refused_with_its_reason(string name, string value, string message)
    {
        var faults = Catalog.Validate("moving_average_cross", new Dictionary<string, ParameterValue> { [name] = ParameterValue.Parse(value) });

        Assert.Equal([ParameterFault.Of(name, message)], faults.AsEnumerable());
    }

    [Fact]
    public void An_unknown_strategy_or_parameter_is_refused_with_what_is_known()
    {
        var unknown = Assert.Single(Catalog.Validate("martingale", ImmutableDictionary<string, ParameterValue>.Empty));
        var extra = Assert.Single(Catalog.Validate("moving_average_cross", new Dictionary<string, ParameterValue> { ["speed"] = 1 }));

        Assert.Equal("strategy", unknown.Field);
        Assert.Contains("moving_average_cross", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("parameters.speed", extra.Field);
        Assert.Contains("fast, slow", extra.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_taken_in_any_case_and_numbers_also_as_text()
    {
        var given = new Dictionary<string, ParameterValue> { ["direction"] = "LONG_ONLY", ["fast"] = ParameterValue.Parse("5.0") };
        var arguments = Catalog.Find("Moving_Average_Cross")!.Arguments(given);

        Assert.Equal((TradeDirection.LongOnly, 5, 30), (arguments.Choice<TradeDirection>("direction"), arguments.Integer("fast"), arguments.Integer("slow")));
        Assert.Null(arguments.Optional("stop_loss"));
    }

    [Fact]
    public void Own_strategies_join_the_catalogue_under_a_name_of_their_own()
    {
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => Catalog.With([new MovingAverageCrossDefinition()])).Message, StringComparison.Ordinal);
        Assert.Equal(Catalog.All.Length, Catalog.With([]).All.Length);
    }
}
