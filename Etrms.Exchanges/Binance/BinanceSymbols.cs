using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>Contracts by the spelling in a frame, found without making a string.</summary>
internal sealed class BinanceSymbols
{
    private const int LongestSymbol = 64;

    private readonly Dictionary<string, InstrumentId>.AlternateLookup<ReadOnlySpan<char>> _instruments;

    public BinanceSymbols(IEnumerable<InstrumentId> instruments) =>
        _instruments = instruments.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Null for a contract that nobody asked for.</summary>
    public InstrumentId? Find(ref readonly Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestSymbol)
        {
            return null;
        }

        Span<char> symbol = stackalloc char[LongestSymbol];
        var length = reader.CopyString(symbol);
        return _instruments.TryGetValue(symbol[..length], out var instrument) ? instrument : null;
    }
}
