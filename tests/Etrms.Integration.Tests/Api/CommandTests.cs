using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;

namespace Etrms.Integration.Tests.Api;

public sealed class CommandTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reduction_reaches_the_engine_in_whole_steps_and_answers_when_it_is_done()
    {
        var (client, worker, position) = await StartAsync(quantity: 0.5555m);
        using var _ = client;
        var sending = client.SendAsync<CommandView>(
            HttpMethod.Post, $"positions/{position.Id}/reduce", new ReducePositionRequest { Fraction = 0.5m, Reason = "Half" }, Cancellation);

        var row = await worker.AnswerAsync(CommandKinds.Reduce, refusal: null, answer: null, Cancellation);
        var command = row.Payload.Deserialize<OperatorCommand.Reduce>(EtrmsJson.Options)!;

        Assert.Equal(0.277m, command.Quantity);
        Assert.Equal(new AccountId(position.AccountId), command.Account);
        Assert.Equal(("admin", "Half"), (command.Operator, command.Reason));
        Assert.Equal("done", (await sending).State);
    }

    [Fact]
    public async Task A_refusal_of_the_engine_is_told_with_its_reason()
    {
        var (client, worker, position) = await StartAsync();
        using var _ = client;
        var sending = client.ProblemAsync(
            422, HttpMethod.Put, $"positions/{position.Id}/protection", new ProtectPositionRequest(100_000, null), Cancellation);

        await worker.AnswerAsync(CommandKinds.Protect, "There is no such open position.", answer: null, Cancellation);

        Assert.Equal("There is no such open position.", (await sending).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Without_an_answer_the_command_is_accepted_and_can_be_asked_about()
    {
        var (client, worker, position) = await StartAsync();
        using var _ = client;
        using var accepted = await client.SendAsync(HttpMethod.Post, $"positions/{position.Id}/close", null, Cancellation);
        Assert.Equal(202, (int)accepted.StatusCode);

        var row = await worker.AnswerAsync(CommandKinds.Close, refusal: null, answer: null, Cancellation);

        Assert.Equal($"/api/v1/commands/{row.Id}", accepted.Headers.Location!.ToString());
        Assert.Equal("done", (await client.SendAsync<CommandView>(HttpMethod.Get, accepted.Headers.Location.ToString(), null, Cancellation)).State);
    }

    [Fact]
    public async Task The_same_key_is_one_command_even_after_the_position_is_gone_and_never_another_order()
    {
        var (client, worker, position) = await StartAsync();
        using var _ = client;
        var key = Guid.NewGuid().ToString();
        var path = $"positions/{position.Id}/reduce";
        var half = new ReducePositionRequest { Fraction = 0.5m };
        var sending = client.SendAsync<CommandView>(HttpMethod.Post, path, half, Cancellation, key);
        await worker.AnswerAsync(CommandKinds.Reduce, refusal: null, answer: null, Cancellation);
        var first = await sending;
        await worker.PublishPositionsAsync(100);

        var second = await client.SendAsync<CommandView>(HttpMethod.Post, path, half, Cancellation, key);

        Assert.Equal(first, second);
        await client.ProblemAsync(409, HttpMethod.Post, "monitoring/start", null, Cancellation, key);
    }

    [Fact]
    public async Task A_position_that_is_not_open_cannot_be_closed()
    {
        var (client, _, position) = await StartAsync();
        using var _ = client;

        await client.ProblemAsync(404, HttpMethod.Post, $"positions/{position.AccountId}:ETHUSDT:both/close", null, Cancellation);
    }

    [Fact]
    public async Task Leaving_a_level_out_does_not_remove_it()
    {
        var (client, _, position) = await StartAsync();
        using var _ = client;

        var problem = await client.ProblemAsync(400, HttpMethod.Put, $"positions/{position.Id}/protection", new { stop_loss = 100 }, Cancellation);

        Assert.Equal("Is required.", problem.Reason("take_profit"));
    }

    [Theory]
    [InlineData("stop_loss", 103_850.55, null, "steps of 0.1. The nearest prices are 103850.5 and 103850.6")]
    [InlineData("take_profit", null, 110_000.01, "steps of 0.1")]
    [InlineData("stop_loss", 120_000.0, null, "below the mark price")]
    [InlineData("take_profit", 100_000.0, 90_000.0, "above the mark price")]
    public async Task A_level_that_cannot_stand_is_told_at_its_field(string field, double? stop, double? target, string reason)
    {
        var (client, _, position) = await StartAsync();
        using var _ = client;
        var request = new ProtectPositionRequest((decimal?)stop, (decimal?)target);

        var problem = await client.ProblemAsync(422, HttpMethod.Put, $"positions/{position.Id}/protection", request, Cancellation);

        Assert.Contains(reason, problem.Reason(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0005, "Too small")]
    [InlineData(0.1005, "The next smaller size is 0.1")]
    public async Task A_size_that_the_contract_does_not_trade_is_told_at_its_field(double quantity, string reason)
    {
        var (client, _, position) = await StartAsync();
        using var _ = client;
        var request = new ReducePositionRequest { Quantity = (decimal)quantity };

        var problem = await client.ProblemAsync(422, HttpMethod.Post, $"positions/{position.Id}/reduce", request, Cancellation);

        Assert.Contains(reason, problem.Reason("quantity"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_order_is_cancelled_by_its_id_and_needs_its_contract()
    {
        var (client, worker, position) = await StartAsync();
        using var _ = client;
        var request = new CancelOrdersRequest { AccountId = position.AccountId, OrderId = "77" };
        Assert.Equal("Is required with an order.", (await client.ProblemAsync(400, HttpMethod.Post, "orders/cancel", request, Cancellation)).Reason("symbol"));

        var sending = client.ProblemAsync(422, HttpMethod.Post, "orders/cancel", request with { Symbol = "BTCUSDT" }, Cancellation);
        var row = await worker.AnswerAsync(CommandKinds.CancelOrders, "There is no such open order.", answer: null, Cancellation);

        Assert.Equal("77", row.Payload.Deserialize<OperatorCommand.CancelOrders>(EtrmsJson.Options)!.OrderId);
        Assert.Equal("There is no such open order.", (await sending).Reason("order_id"));
    }

    [Fact]
    public async Task Closing_everything_needs_the_counted_phrase_and_the_password()
    {
        var (client, worker, position) = await StartAsync();
        using var _ = client;
        var request = new EmergencyRequest { Accounts = [position.AccountId], Confirmation = "CLOSE 2", Password = "wrong" };
        const string path = "emergency/close-positions";
        Assert.Contains("CLOSE 1", (await client.ProblemAsync(422, HttpMethod.Post, path, request, Cancellation)).Reason("confirmation"), StringComparison.Ordinal);
        request = request with { Confirmation = "CLOSE 1" };
        Assert.Equal("The password is wrong.", (await client.ProblemAsync(422, HttpMethod.Post, path, request, Cancellation)).Reason("password"));

        var sending = client.SendAsync<CommandsView>(HttpMethod.Post, path, request with { Password = ApiHost.Password }, Cancellation);
        var row = await worker.AnswerAsync(CommandKinds.Close, refusal: null, answer: null, Cancellation);

        Assert.Null(row.Payload.Deserialize<OperatorCommand.Close>(EtrmsJson.Options)!.Instrument);
        Assert.Equal(row.Id, Assert.Single((await sending).Commands).Id);
    }

    private async Task<(HttpClient Client, PretendedWorker Worker, PositionView Position)> StartAsync(decimal quantity = 0.5m)
    {
        var client = await host.SignedInAsync(Cancellation);
        var worker = new PretendedWorker(host);
        var position = PretendedWorker.Position(await worker.AddAccountAsync(Cancellation), quantity);
        await worker.PublishPositionsAsync(1, position);
        await Eventually.TrueAsync("the Api sees the position", async token =>
            (await client.SendAsync<PositionsView>(HttpMethod.Get, "positions", null, token)).Positions.Any(open => open.Id == position.Id));
        return (client, worker, position);
    }
}
