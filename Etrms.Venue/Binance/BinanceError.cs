using System.Text.Json;

namespace Etrms.Venue.Binance;

/// <summary>A refusal as the protocol spells it: the body {"code","msg"} and the HTTP status that carries it.</summary>
internal readonly record struct BinanceError(int Code, string Message, int Status = StatusCodes.Status400BadRequest)
{
    /// <summary>Seconds for the Retry-After header; 0 sends none.</summary>
    public int RetryAfter { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", Code);
        writer.WriteString("msg", Message);
        writer.WriteEndObject();
    }
}

/// <summary>Ends a request with an error of the protocol; thrown while parameters are read, caught at the request boundary.</summary>
internal sealed class BinanceException(BinanceError error) : Exception(error.Message)
{
    public BinanceError Error { get; } = error;
}
