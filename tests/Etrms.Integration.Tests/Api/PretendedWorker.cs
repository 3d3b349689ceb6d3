using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

/// <summary>Does to the stores what the real worker does: publishes state and answers commands.</summary>
internal sealed class PretendedWorker(ApiHost host)
{
    private readonly LiveBus _bus = host.Services.GetRequiredService<LiveBus>();
    private readonly OperatorCommandStore _commands = host.Services.GetRequiredService<OperatorCommandStore>();

    /// <summary>An account that the venue has accepted.</summary>
    public async Task<Guid> AddAccountAsync(CancellationToken cancellationToken, AccountNetwork network = AccountNetwork.Paper)
    {
        var row = new ExchangeAccountRow
        {
            Id = Guid.NewGuid(),
            Name = $"Account {Guid.NewGuid():N}",
            Network = network,
            State = ExchangeAccountState.Active,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await using var database = await host.DatabaseAsync(cancellationToken);
        database.ExchangeAccounts.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        return row.Id;
    }

    public static PositionView Position(Guid account, decimal quantity = 0.5m, string symbol = "BTCUSDT") => new()
    {
        Id = $"{account}:{symbol}:both",
        AccountId = account,
        AccountName = "Paper",
        Exchange = Exchange.Binance,
        Symbol = symbol,
        PositionSide = PositionSide.Both,
        Quantity = quantity,
        EntryPrice = 105_000,
        MarkPrice = 104_000,
        State = "open",
        TickSize = 0.1m,
        StepSize = 0.001m,
    };

    public Task PublishPositionsAsync(long seq, params PositionView[] positions) =>
        PublishAsync(LiveChannels.Positions, seq, new PositionsView(positions, [], IsComplete: true));

    /// <summary>Redis is reached in the background, so the first message may have to wait.</summary>
    public async Task PublishAsync<T>(string channel, long seq, T data, string type = LiveMessage.Snapshot)
    {
        var now = DateTimeOffset.UtcNow;
        var message = new LiveMessage(channel, type, seq, now, now, JsonSerializer.SerializeToElement(data, EtrmsJson.Options));
        await Eventually.TrueAsync("Redis takes the message", _ => _bus.PublishAsync(message));
    }

    /// <summary>Answers the next command of a kind and returns it.</summary>
    public async Task<OperatorCommandRow> AnswerAsync(string kind, string? refusal, JsonElement? answer, CancellationToken cancellationToken)
    {
        var row = await NextAsync(kind, cancellationToken);
        Assert.True(await _commands.AnswerAsync(row.Id, refusal, answer, cancellationToken));
        return row;
    }

    public Task<OperatorCommandRow> NextAsync(string kind, CancellationToken cancellationToken) =>
        Eventually.GetAsync($"a command {kind}", async token =>
        {
            await using var database = await host.DatabaseAsync(token);
            return database.OperatorCommands.AsEnumerable().FirstOrDefault(row => row.Kind == kind && row.AnsweredAt == null);
        });
}
