using Etrms.Domain.Market;
using Etrms.Exchanges.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void The_paper_venue_is_found_by_service_discovery()
    {
        using var host = Build(("services:venue:http:0", "http://127.0.0.1:5011"));

        var options = host.Services.GetRequiredService<IOptions<ExchangesOptions>>().Value;
        var account = host.Services.GetRequiredService<ExchangeClients>().Account(Exchange.Binance, VenueNetwork.Paper, FakeBinance.Key);

        Assert.Equal(new Uri("http://127.0.0.1:5011"), options.PaperAddress);
        Assert.NotNull(account.Gateway);
    }

    [Fact]
    public void An_address_given_by_hand_goes_before_service_discovery()
    {
        using var host = Build(("services:venue:http:0", "http://127.0.0.1:5011"), ("Exchanges:PaperAddress", "http://10.0.0.5:80"));

        Assert.Equal(new Uri("http://10.0.0.5:80"), host.Services.GetRequiredService<IOptions<ExchangesOptions>>().Value.PaperAddress);
    }

    [Theory]
    [InlineData(Exchange.Binance)]
    [InlineData(Exchange.Hyperliquid)]
    public void Every_venue_has_all_its_clients(Exchange exchange)
    {
        using var host = Build(("services:venue:http:0", "http://127.0.0.1:5011"));
        var clients = host.Services.GetRequiredService<ExchangeClients>();

        var account = clients.Account(exchange, VenueNetwork.Paper, new("key", "secret"));

        Assert.NotNull(account.Feed);
        Assert.NotNull(clients.MarketFeed(exchange, VenueNetwork.Paper));
        Assert.NotNull(clients.MarketData(exchange, VenueNetwork.Paper));
        Assert.NotNull(clients.CandleHistory(exchange, VenueNetwork.Paper));
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.Services.AddLogging();
        builder.AddExchanges();
        return builder.Build();
    }
}
