namespace Etrms.Exchanges.Binance;

/// <summary>Base addresses of one environment; streams have a base of their own for each kind of data since 2026.</summary>
/// <param name="Wallet">Where the permissions of a key are asked; null where nobody answers.</param>
internal sealed record BinanceAddresses(Uri Rest, Uri Streams, Uri? Wallet)
{
    public static BinanceAddresses Of(VenueNetwork network, Uri? paper) => network switch
    {
        VenueNetwork.Live => new(new("https://fapi.binance.com"), new("wss://fstream.binance.com"), new("https://api.binance.com")),
        VenueNetwork.Testnet => new(new("https://demo-fapi.binance.com"), new("wss://demo-fstream.binance.com"), Wallet: null),
        VenueNetwork.Paper => OfPaper(paper ?? throw new InvalidOperationException("The address of the paper venue is not configured.")),
    };

    public Uri MarketStream => new(Streams, "/market/ws");

    public Uri PublicStream => new(Streams, "/public/ws");

    public Uri PrivateStream(string listenKey) => new(Streams, $"/private/ws?listenKey={Uri.EscapeDataString(listenKey)}");

    private static BinanceAddresses OfPaper(Uri venue)
    {
        var scheme = venue.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return new(venue, new UriBuilder(venue) { Scheme = scheme }.Uri, venue);
    }
}
