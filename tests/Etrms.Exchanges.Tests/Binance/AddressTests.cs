using Etrms.Exchanges.Binance;

namespace Etrms.Exchanges.Tests.Binance;

public sealed class AddressTests
{
    [Fact]
    public void Real_money_goes_to_the_real_venue_over_encrypted_connections()
    {
        var live = BinanceAddresses.Of(VenueNetwork.Live, paper: null);

        Assert.Equal("https://fapi.binance.com/", live.Rest.ToString());
        Assert.Equal("wss://fstream.binance.com/market/ws", live.MarketStream.ToString());
        Assert.Equal("wss://fstream.binance.com/public/ws", live.PublicStream.ToString());
        Assert.Equal("wss://fstream.binance.com/private/ws?listenKey=k", live.PrivateStream("k").ToString());
        Assert.Equal("https://api.binance.com/", live.Wallet?.ToString());
    }

    [Fact]
    public void The_testnet_is_another_venue_without_a_wallet()
    {
        var testnet = BinanceAddresses.Of(VenueNetwork.Testnet, paper: new Uri("http://127.0.0.1:5000"));

        Assert.Equal(("demo-fapi.binance.com", "demo-fstream.binance.com"), (testnet.Rest.Host, testnet.Streams.Host));
        Assert.Null(testnet.Wallet);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", "ws://127.0.0.1:5000/market/ws")]
    [InlineData("https://venue.internal", "wss://venue.internal/market/ws")]
    public void Paper_is_one_address_for_everything(string venue, string stream)
    {
        var paper = BinanceAddresses.Of(VenueNetwork.Paper, new Uri(venue));

        Assert.Equal(stream, paper.MarketStream.ToString());
        Assert.Equal(paper.Rest, paper.Wallet);
    }

    [Fact]
    public void Paper_without_an_address_is_a_mistake_of_the_configuration()
    {
        Assert.Throws<InvalidOperationException>(() => BinanceAddresses.Of(VenueNetwork.Paper, paper: null));
    }
}
