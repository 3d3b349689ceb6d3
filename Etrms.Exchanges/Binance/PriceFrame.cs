using System.Buffers.Text;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

internal enum PriceFrameKind
{
    Other,
    Mark,
    BookTop,
}

/// <summary>
/// A mark price or the top of a book, read in one pass. The same letter means different things in the two, so values are collected by letter.
/// What no event carries is only marked in the bytes, and read when somebody asks.
/// </summary>
internal ref struct PriceFrame
{
    private const int PairKey = 'p' | ('s' << 8);
    private const int SymbolTypeKey = 's' | ('t' << 8);

    private ReadOnlySpan<byte> _update;
    private ReadOnlySpan<byte> _settle;
    private ReadOnlySpan<byte> _symbolType;

    public PriceFrameKind Kind { get; private set; }

    /// <summary>Null for a contract that nobody asked for.</summary>
    public InstrumentId? Instrument { get; private set; }

    public long SentAt { get; private set; }

    /// <summary>Of a book when it was matched, of a mark when the next funding is.</summary>
    public long At { get; private set; }

    /// <summary>Mark price, or best bid.</summary>
    public decimal Price { get; private set; }

    /// <summary>Index price, or best ask.</summary>
    public decimal OtherPrice { get; private set; }

    public decimal? FundingRate { get; private set; }

    public decimal BidQuantity { get; private set; }

    public decimal AskQuantity { get; private set; }

    public ReadOnlySpan<byte> Pair { get; private set; }

    /// <summary>Number of the change of the book.</summary>
    public readonly long? Update => Integer(_update);

    /// <summary>1 of contracts margined in dollars, 2 of those margined in the coin.</summary>
    public readonly long? SymbolType => Integer(_symbolType);

    /// <summary>Means something in the last hour before a settlement only.</summary>
    public readonly decimal? EstimatedSettlePrice => Utf8Parser.TryParse(_settle, out decimal price, out _) ? price : null;

    /// <exception cref="JsonException">The frame is not what it says it is.</exception>
    public static PriceFrame Read(ReadOnlySpan<byte> json, BinanceSymbols symbols)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var frame = default(PriceFrame);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(reader.ValueSpan);
            reader.Read();
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                frame.Collect(key, ref reader, symbols);
            }
            else
            {
                reader.Skip();
            }
        }

        return frame;
    }

    private static int KeyOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0],
        2 => name[0] | (name[1] << 8),
        _ => 0,
    };

    private static long? Integer(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long number, out _) ? number : null;

    private void Collect(int key, ref Utf8JsonReader reader, BinanceSymbols symbols)
    {
        switch (key)
        {
            case 'e':
                Kind = reader.ValueTextEquals("markPriceUpdate"u8) ? PriceFrameKind.Mark
                    : reader.ValueTextEquals("bookTicker"u8) ? PriceFrameKind.BookTop : PriceFrameKind.Other;
                break;
            case 's':
                Instrument = symbols.Find(ref reader);
                break;
            case 'E':
                SentAt = reader.GetInt64();
                break;
            case 'T':
                At = reader.GetInt64();
                break;
            case 'p' or 'b':
                Price = WireNumber.Price(ref reader);
                break;
            case 'i' or 'a':
                OtherPrice = WireNumber.Read(ref reader);
                break;
            case 'r' when reader.ValueSpan.Length > 0:
                FundingRate = WireNumber.Read(ref reader);
                break;
            case 'B':
                BidQuantity = WireNumber.Read(ref reader);
                break;
            case 'A':
                AskQuantity = WireNumber.Read(ref reader);
                break;
            default:
                Note(key, reader.ValueSpan);
                break;
        }
    }

    private void Note(int key, ReadOnlySpan<byte> value)
    {
        switch (key)
        {
            case 'u':
                _update = value;
                break;
            case 'P':
                _settle = value;
                break;
            case PairKey:
                Pair = value;
                break;
            case SymbolTypeKey:
                _symbolType = value;
                break;
        }
    }
}
