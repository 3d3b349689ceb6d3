namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Addresses of one environment: readings, actions and the stream.</summary>
internal sealed record HyperliquidAddresses(Uri Info, Uri Exchange, Uri Stream)
{
    public static HyperliquidAddresses Of(VenueNetwork network, Uri? paper) => network switch
    {
        VenueNetwork.Live => At(new Uri("https://api.hyperliquid.xyz")),
        VenueNetwork.Testnet => At(new Uri("https://api.hyperliquid-testnet.xyz")),
        VenueNetwork.Paper => At(paper ?? throw new InvalidOperationException("The address of the paper venue is not configured.")),
    };

    private static HyperliquidAddresses At(Uri rest)
    {
        var scheme = rest.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return new(new(rest, "/info"), new(rest, "/exchange"), new UriBuilder(rest) { Scheme = scheme, Path = "/ws" }.Uri);
    }
}
