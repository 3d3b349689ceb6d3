using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Infrastructure.Backtests;
using Etrms.Integration.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Backtests;

/// <summary>Stored requests, and what is said to those that cannot be carried out.</summary>
[Collection(nameof(BacktestBed))]
public sealed class BacktestRequestTests(BacktestBed bed)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wrong => new()
    {
        { "end before start", "end_date" },
        { "inverted range", "parameters" },
        { "too many combinations", "parameters" },
        { "unknown strategy", "strategy" },
        { "unknown regime", "strategy.regimes.sideways" },
        { "unknown parameter of a set", "strategy.regimes.trending.parameters.fasst" },
        { "set that is larger", "strategy.regimes.trending.size" },
        { "unknown timeframe", "timeframe" },
        { "no money", "initial_capital" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_carried_out_is_refused_by_field_and_not_stored(string what, string field)
    {
        var problem = await bed.Client.ProblemAsync(400, HttpMethod.Post, "backtest", BodyOf(what), Token);

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name.StartsWith(field, StringComparison.Ordinal));
        Assert.Empty((await ListAsync($"search={Uri.EscapeDataString(what)}")).Backtests);
    }

    [Fact]
    public async Task A_run_without_its_candles_is_refused_before_it_starts_with_what_to_download()
    {
        var body = BacktestBed.Body("No candles") with { Symbols = ["SOLUSDT"] };
        var created = await bed.CreateAsync(body);

        var problem = await bed.Client.ProblemAsync(422, HttpMethod.Post, $"backtest/{created.Id}/run", null, Token);
        var check = await bed.Client.SendAsync<BacktestCheckView>(HttpMethod.Post, "backtest/check", body, Token);

        Assert.Contains("Binance:SOLUSDT perpetual 1h is not stored", problem.Reason("symbols"), StringComparison.Ordinal);
        Assert.Equal(BacktestState.Created, (await bed.ReadAsync(created.Id)).State);
        Assert.Equal(["SOLUSDT"], Assert.Single(check.Coverage).Download!.Symbols);
    }

    [Fact]
    public async Task A_run_that_begins_before_its_candles_is_refused()
    {
        var created = await bed.CreateAsync(BacktestBed.Body("Too early") with { StartDate = BacktestBed.Start.AddDays(-60) });

        var problem = await bed.Client.ProblemAsync(422, HttpMethod.Post, $"backtest/{created.Id}/run", null, Token);

        Assert.Contains("is stored from 2024-01-01", problem.Reason("start_date"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtests_are_listed_in_pages_changed_and_deleted()
    {
        var mark = $"Listed{Guid.NewGuid():N}";
        foreach (var number in Enumerable.Range(1, 3))
        {
            await bed.CreateAsync(BacktestBed.Body($"{mark} {number}"));
        }

        var page = await ListAsync($"search={mark}&sort=name&ascending=true&limit=2&type=standard&state=created");
        var last = await ListAsync($"search={mark}&sort=name&ascending=true&limit=2&offset={page.NextOffset}");
        var changed = await bed.Client.SendAsync<BacktestView>(
            HttpMethod.Put, $"backtest/{page.Backtests[0].Id}", BacktestBed.Body($"{mark} changed") with { InitialCapital = 5 }, Token);
        using var deleted = await bed.Client.SendAsync(HttpMethod.Delete, $"backtest/{page.Backtests[1].Id}", null, Token);
        var left = await ListAsync($"search={mark}&sort=name&ascending=true");

        Assert.Equal([$"{mark} 1", $"{mark} 2"], page.Backtests.Select(row => row.Name));
        Assert.Equal((3, 2), (page.Total, page.NextOffset));
        Assert.Equal(($"{mark} 3", (int?)null), (Assert.Single(last.Backtests).Name, last.NextOffset));
        Assert.Equal(5, changed.Configuration.InitialCapital);
        Assert.Equal([$"{mark} 3", $"{mark} changed"], left.Backtests.Select(row => row.Name));
        await bed.Client.ProblemAsync(404, HttpMethod.Get, $"backtest/{page.Backtests[1].Id}", null, Token);
    }

    [Fact]
    public async Task What_is_under_way_is_neither_changed_nor_deleted_nor_started_again()
    {
        var started = await bed.StartAsync(BacktestBed.WalkForward("Busy", testBars: 10));

        var problems = new[]
        {
            await bed.Client.ProblemAsync(409, HttpMethod.Put, $"backtest/{started.Id}", BacktestBed.Body("Busy"), Token),
            await bed.Client.ProblemAsync(409, HttpMethod.Delete, $"backtest/{started.Id}", null, Token),
            await bed.Client.ProblemAsync(409, HttpMethod.Post, $"backtest/{started.Id}/run", null, Token),
        };
        await bed.Client.SendAsync<BacktestView>(HttpMethod.Post, $"backtest/{started.Id}/cancel", null, Token);

        Assert.All(problems, problem => Assert.Contains("under way", problem.Reason("state"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_renamed_backtest_keeps_its_result_and_a_changed_one_loses_it()
    {
        var over = await bed.RunAsync(BacktestBed.Body("Before"));

        var renamed = await bed.Client.SendAsync<BacktestView>(HttpMethod.Put, $"backtest/{over.Id}", BacktestBed.Body("After"), Token);
        var changed = await bed.Client.SendAsync<BacktestView>(
            HttpMethod.Put, $"backtest/{over.Id}", BacktestBed.Body("After") with { InitialCapital = 500 }, Token);

        Assert.NotNull(renamed.Result);
        Assert.Equal((BacktestState.Complete, BacktestState.Created), (renamed.State, changed.State));
        Assert.Null(changed.Result);
    }

    [Fact]
    public async Task A_doubtful_search_is_applied_only_over_a_reason_and_makes_its_breakers()
    {
        var name = $"From a backtest {Guid.NewGuid():N}";
        var over = await bed.RunAsync(BacktestBed.Body("Noise search") with
        {
            Type = BacktestType.Optimization,

            // Too short for enough trades to tell skill from luck.
            EndDate = BacktestBed.Start.AddHours(300),
            Parameters = BacktestBed.WalkForward("", testBars: 100).Parameters,
            CircuitBreakers = [new BreakerBody { Name = name, Type = "MAX_DRAWDOWN", Threshold = 0.2m, Action = Domain.Risk.Breakers.BreakerActionKind.ClosePositions }],
        });
        var path = $"backtest/{over.Id}/apply";

        var trials = await bed.Client.SendAsync<BacktestTrialsView>(HttpMethod.Get, $"backtest/{over.Id}/trials?limit=2", null, Token);
        Assert.NotEqual(Domain.Backtesting.Overfitting.BacktestVerdict.Sound, over.Result!.Overfitting.Verdict);
        var refused = await bed.Client.ProblemAsync(422, HttpMethod.Post, path, new ApplyBacktestRequest(), Token);
        await bed.Client.ProblemAsync(400, HttpMethod.Post, path, new ApplyBacktestRequest { Override = true }, Token);
        var applied = await bed.Client.SendAsync<BacktestView>(
            HttpMethod.Post, path, new ApplyBacktestRequest { Override = true, Reason = "For the test" }, Token);
        var breakers = await bed.Client.SendAsync<BreakersView>(HttpMethod.Get, "circuit-breakers", null, Token);

        Assert.True(over.State == BacktestState.Complete, $"{over.State}: {over.Error}");
        Assert.Equal((5 * 9, 2), (trials.Total, trials.Trials.Count));
        Assert.True(trials.Trials[0].Objective >= trials.Trials[1].Objective);
        Assert.Contains("luck", refused.Reason("override"), StringComparison.Ordinal);
        Assert.Equal(Assert.Single(applied.Applied!.Breakers), Assert.Single(breakers.Breakers, breaker => breaker.Configuration.Name == name).Id);
    }

    [Fact]
    public async Task Sets_that_were_applied_are_followed_with_the_parameters_of_the_trial()
    {
        var over = await bed.RunAsync(BacktestBed.Body($"Sets {Guid.NewGuid():N}") with
        {
            Type = BacktestType.Optimization,
            EndDate = BacktestBed.Start.AddHours(600),
            Strategy = new BacktestStrategyBody
            {
                Name = "moving_average_cross",
                Regimes = new Dictionary<string, StrategySetBody> { ["trending"] = new(), ["volatile"] = new() { Size = 0.5m } },
            },
            Parameters = new BacktestParametersBody
            {
                ParametersToOptimize = new Dictionary<string, ParameterRangeBody> { ["trending.slow"] = new() { Start = 40, End = 60, Step = 10 } },
            },
        });
        var trials = await bed.Client.SendAsync<BacktestTrialsView>(HttpMethod.Get, $"backtest/{over.Id}/trials", null, Token);
        var chosen = trials.Trials[^1];
        await bed.Client.SendAsync<BacktestView>(
            HttpMethod.Post, $"backtest/{over.Id}/apply", new ApplyBacktestRequest { Override = true, Reason = "For the test", Trial = chosen.Number }, Token);

        var store = bed.Api.Services.GetRequiredService<BacktestStore>();
        var applied = Assert.Single(await store.AppliedAsync(Token), stored => stored.Row.Id == over.Id);
        var roster = AppliedSets.RosterOf(applied.Configuration, applied.Applied!.Parameters, StrategyCatalog.BuiltIn)!;

        Assert.Contains(over.Result!.Sets!.Sets, set => set.Regime == "volatile" && set.Size == 0.5m);
        Assert.Equal(chosen.Parameters["trending.slow"], roster.Named.First().Seat.Arguments.Values["slow"].ToString());
    }

    [Fact]
    public async Task Up_to_five_are_compared_and_strategies_are_described()
    {
        var first = await bed.CreateAsync(BacktestBed.Body("One"));
        var second = await bed.CreateAsync(BacktestBed.Body("Other"));

        var compared = await bed.Client.SendAsync<BacktestComparisonView>(HttpMethod.Get, $"backtest/compare?ids={first.Id}&ids={second.Id}", null, Token);
        await bed.Client.ProblemAsync(400, HttpMethod.Get, $"backtest/compare?{string.Join('&', Enumerable.Repeat($"ids={first.Id}", 6))}", null, Token);
        var strategies = await bed.Client.SendAsync<StrategiesView>(HttpMethod.Get, "backtest/strategies", null, Token);

        Assert.Equal([first.Id, second.Id], compared.Backtests.Select(view => view.Id));
        Assert.Contains(strategies.Strategies, strategy => strategy.Name == "moving_average_cross" && strategy.Parameters.Any(parameter => parameter.Name == "fast"));
    }

    private static BacktestBody BodyOf(string what)
    {
        var body = BacktestBed.Body(what);
        var search = BacktestBed.WalkForward(what, testBars: 100);
        return what switch
        {
            "end before start" => body with { EndDate = body.StartDate!.Value.AddDays(-1) },
            "inverted range" => Searching(new ParameterRangeBody { Start = 30, End = 10, Step = 1 }),
            "too many combinations" => Searching(new ParameterRangeBody { Start = 10, End = 30, Step = 0.0000000001m }),
            "unknown strategy" => body with { Strategy = new BacktestStrategyBody { Name = "no_such_strategy" } },
            "unknown regime" => With("sideways", new StrategySetBody()),
            "unknown parameter of a set" => With("trending", new StrategySetBody { Parameters = new Dictionary<string, string> { ["fasst"] = "3" } }),
            "set that is larger" => With("trending", new StrategySetBody { Size = 1.01m }),
            "unknown timeframe" => body with { Timeframe = "7m" },
            "no money" => body with { InitialCapital = 0 },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        BacktestBody With(string regime, StrategySetBody set) => body with
        {
            Strategy = new BacktestStrategyBody { Name = "moving_average_cross", Regimes = new Dictionary<string, StrategySetBody> { [regime] = set } },
        };

        BacktestBody Searching(ParameterRangeBody fast) => search with
        {
            Type = BacktestType.Optimization,
            WalkForward = null,
            Parameters = new BacktestParametersBody { ParametersToOptimize = new Dictionary<string, ParameterRangeBody> { ["stop_loss_percent"] = fast } },
        };
    }

    private Task<BacktestListView> ListAsync(string query) =>
        bed.Client.SendAsync<BacktestListView>(HttpMethod.Get, $"backtest?{query}", null, Token);
}
