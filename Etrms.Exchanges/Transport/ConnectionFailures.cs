namespace Etrms.Exchanges.Transport;

/// <summary>What a broken connection means for the request that it carried.</summary>
internal static class ConnectionFailures
{
    /// <summary>A failure to connect happened before anything was sent; any later one leaves the outcome open.</summary>
    public static ExchangeOutcome<T> From<T>(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError =>
            new ExchangeOutcome<T>.Rejected(new ExchangeRejection(0, $"Not connected: {failure.Message}", RejectionClass.Retry)),
        _ => new ExchangeOutcome<T>.Unknown($"The connection failed after sending: {failure.Message}"),
    };
}
