using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Market;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class VenueLoopTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("etrms-venue");

    [Fact]
    public async Task Accounts_positions_orders_and_market_time_survive_a_restart()
    {
        var (before, at) = await RunAsync(async loop =>
        {
            await loop.AskAsync(desk => desk.Exchange.OpenAccount("a", 10_000, desk.Now.MarketAt), TestContext.Current.CancellationToken);
            return await loop.AskAsync(
                desk =>
                {
                    var bitcoin = RecordedData.Contract("BTCUSDT").Id;
                    desk.Exchange.Place("a", Buy(desk, OrderType.Market, 0.01m), desk.Now.MarketAt);
                    desk.Exchange.Place("a", Buy(desk, OrderType.Limit, 0.01m), desk.Now.MarketAt);
                    desk.Market.OverridePrice(bitcoin, 90_000);
                    return (desk.Exchange.ReadAccount("a")!, desk.Now.MarketAt);
                },
                TestContext.Current.CancellationToken);
        });

        var (after, restartedAt, mark) = await RunAsync(loop => loop.AskAsync(
            desk => (desk.Exchange.ReadAccount("a")!, desk.Now.MarketAt, desk.Market.Quote(RecordedData.Contract("BTCUSDT").Id).Mark),
            TestContext.Current.CancellationToken));

        Assert.Equal(before.WalletBalance, after.WalletBalance);
        Assert.Equal((0.01m, before.Positions[0].EntryPrice), (after.Positions[0].Quantity, after.Positions[0].EntryPrice));
        Assert.True(after.Positions[0].BidNotional > 0, "the resting order is gone");
        Assert.True(restartedAt >= at, "market time went back");
        Assert.InRange(mark, 88_000, 92_000);
    }

    [Fact]
    public async Task Another_wish_for_the_start_is_heard_and_the_accounts_stay()
    {
        await RunAsync(loop => loop.AskAsync(desk => desk.Exchange.OpenAccount("a", 10_000, desk.Now.MarketAt).IsAccepted, TestContext.Current.CancellationToken));

        var (wallet, at) = await RunAsync(
            loop => loop.AskAsync(desk => (desk.Exchange.ReadAccount("a")!.WalletBalance, desk.Now.MarketAt), TestContext.Current.CancellationToken),
            ("Venue:StartAt", "2026-03-01T00:00:00Z"));

        Assert.Equal(10_000, wallet);
        Assert.Equal(new DateTime(2026, 3, 1), at.UtcDateTime.Date);
    }

    [Fact]
    public async Task A_command_s_failure_reaches_the_one_who_asked_and_nobody_else()
    {
        var answer = await RunAsync(async loop =>
        {
            await Assert.ThrowsAsync<FormatException>(() => loop.AskAsync<int>(_ => throw new FormatException(), TestContext.Current.CancellationToken));
            return await loop.AskAsync(_ => 7, TestContext.Current.CancellationToken);
        });

        Assert.Equal(7, answer);
    }

    [Fact]
    public async Task Commands_are_answered_in_between_while_the_replay_runs_at_full_speed()
    {
        var (first, last) = await RunAsync(
            async loop =>
            {
                var first = await loop.AskAsync(desk => desk.Now, TestContext.Current.CancellationToken);
                var last = first;
                while (last.MarketAt - first.MarketAt < TimeSpan.FromHours(2))
                {
                    last = await loop.AskAsync(desk => desk.Now, TestContext.Current.CancellationToken);
                }

                return (first, last);
            },
            ("Venue:Speed", "10000"));

        Assert.InRange((last.WallAt - first.WallAt).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task A_replay_that_cannot_keep_up_still_stops_in_time()
    {
        var stopping = DateTimeOffset.MinValue;

        await RunAsync(
            async loop =>
            {
                // More than a year a second: no machine keeps up.
                var first = await loop.AskAsync(
                    desk =>
                    {
                        desk.Market.SetSpeed(50_000_000);
                        return desk.Now.MarketAt;
                    },
                    TestContext.Current.CancellationToken);
                while (await loop.AskAsync(desk => desk.Now.MarketAt, TestContext.Current.CancellationToken) - first < TimeSpan.FromHours(1))
                {
                    await Task.Yield();
                }

                stopping = DateTimeOffset.UtcNow;
                return 0;
            });

        Assert.InRange((DateTimeOffset.UtcNow - stopping).TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task Nonsense_in_the_options_stops_the_start_with_a_message()
    {
        var speed = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(_ => Task.FromResult(0), ("Venue:Speed", "-1")));
        var symbol = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(_ => Task.FromResult(0), ("Venue:Symbols", "BTCUSDT,NOPE")));
        var folder = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(_ => Task.FromResult(0), ("ETRMS_MARKET_DATA", "/no/such/folder")));

        Assert.Contains("Speed", speed.Message, StringComparison.Ordinal);
        Assert.Contains("NOPE", symbol.Message, StringComparison.Ordinal);
        Assert.Contains("ETRMS_MARKET_DATA", folder.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static OrderRequest Buy(VenueDesk desk, OrderType type, decimal quantity)
    {
        var instrument = RecordedData.Contract("BTCUSDT");
        var below = instrument.RoundPriceDown(desk.Market.Quote(instrument.Id).Mark * 0.8m);
        return new OrderRequest
        {
            Instrument = instrument.Id,
            Side = OrderSide.Buy,
            Type = type,
            Quantity = quantity,
            Price = type == OrderType.Limit ? below : null,
        };
    }

    private async Task<T> RunAsync<T>(Func<VenueLoop, Task<T>> use, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Venue:Symbols"] = "BTCUSDT,ETHUSDT",
            ["Venue:FetchHistory"] = "false",
            ["Venue:StateFolder"] = _folder.FullName,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddVenueMarket();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            return await use(host.Services.GetRequiredService<VenueLoop>());
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
