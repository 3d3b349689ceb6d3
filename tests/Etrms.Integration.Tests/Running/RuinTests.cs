using System.Net;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.Running;

[Collection(nameof(RunningSystem))]
public sealed class RuinTests(RunningSystem system)
{
    [Fact]
    public async Task Ruin_is_drawn_from_given_results_and_an_account_without_trades_says_why_it_cannot_be()
    {
        var question = new RuinRequest { Multiples = [.. Enumerable.Range(0, 60).Select(place => place % 5 < 2 ? 1.6m : -1m)], RiskPerTrade = 0.02m, Losses = [0.5m, 0.1m] };

        var drawn = await system.Trader.PostAsync<RuinView>("/risk/ruin", question);
        var again = await system.Trader.PostAsync<RuinView>("/risk/ruin", question);
        var few = await system.Trader.PostAsync<RuinView>("/risk/ruin", question with { Multiples = [.. question.Multiples.Take(29)] });
        var live = await system.Trader.PostAsync<RuinView>("/risk/ruin", new RuinRequest { AccountId = Guid.NewGuid() });

        Assert.Equal(("MULTIPLES", null, 60), (drawn.Source, drawn.Reason, drawn.Sample));
        Assert.Equal([0.1, 0.5], drawn.Chances.Select(chance => chance.Loss));
        Assert.True(drawn.Chances[0].Probability > drawn.Chances[1].Probability);
        Assert.Equal(drawn.Chances, again.Chances);
        Assert.Equal((29, 0), (few.Sample, few.Chances.Count));
        Assert.NotNull(few.Reason);
        Assert.Equal("ACCOUNT", live.Source);
        Assert.NotNull(live.Reason);
        await system.Trader.SendAsync<object>(HttpMethod.Post, "/risk/ruin", question with { AccountId = Guid.NewGuid() }, HttpStatusCode.BadRequest);
        await system.Trader.SendAsync<object>(HttpMethod.Post, "/risk/ruin", new RuinRequest { BacktestId = Guid.NewGuid() }, HttpStatusCode.UnprocessableEntity);
    }
}
