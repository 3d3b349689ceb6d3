using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;

namespace Etrms.Api.Live;

/// <summary>A channel's newest state and how old it is.</summary>
internal sealed record Snapshot<T>(T Data, long Seq, DateTimeOffset AsOf)
{
    /// <summary>Lets a client that polls show the age of what it sees.</summary>
    public void Describe(HttpResponse response)
    {
        response.Headers["Live-Seq"] = Seq.ToString(CultureInfo.InvariantCulture);
        response.Headers["Live-As-Of"] = AsOf.ToString("O", CultureInfo.InvariantCulture);
    }
}

/// <summary>The newest snapshot of each channel: from Redis, else from PostgreSQL.</summary>
internal sealed class Snapshots(LiveBus bus, LiveSnapshots stored)
{
    /// <summary>Null until the worker published once.</summary>
    public async Task<LiveMessage?> ReadMessageAsync(string channel, CancellationToken cancellationToken) =>
        await bus.ReadLatestAsync(channel, cancellationToken) ?? await stored.ReadAsync(channel, cancellationToken);

    public Task<Snapshot<PositionsView>?> ReadPositionsAsync(CancellationToken cancellationToken) =>
        ReadAsync<PositionsView>(LiveChannels.Positions, cancellationToken);

    public Task<Snapshot<AccountsView>?> ReadAccountsAsync(CancellationToken cancellationToken) =>
        ReadAsync<AccountsView>(LiveChannels.Accounts, cancellationToken);

    public Task<Snapshot<RiskMetricsView>?> ReadRiskAsync(CancellationToken cancellationToken) =>
        ReadAsync<RiskMetricsView>(LiveChannels.RiskMetrics, cancellationToken);

    public Task<Snapshot<RiskMeasuresView>?> ReadMeasuresAsync(CancellationToken cancellationToken) =>
        ReadAsync<RiskMeasuresView>(LiveChannels.RiskMeasures, cancellationToken);

    public Task<Snapshot<MarketAnalysisView>?> ReadMarketAsync(CancellationToken cancellationToken) =>
        ReadAsync<MarketAnalysisView>(LiveChannels.Market, cancellationToken);

    private async Task<Snapshot<T>?> ReadAsync<T>(string channel, CancellationToken cancellationToken) =>
        await ReadMessageAsync(channel, cancellationToken) is { } message
            ? new Snapshot<T>(message.Data.Deserialize<T>(EtrmsJson.Options)!, message.Seq, message.AsOf)
            : null;
}
