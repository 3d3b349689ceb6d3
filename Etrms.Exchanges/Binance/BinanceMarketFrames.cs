using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Market frames, bytes to event in one pass. All keys of interest are one letter, and the same letter means different things in different
/// frames, so values are collected by letter and read when the kind is known. Unknown keys are skipped.
/// </summary>
internal sealed class BinanceMarketFrames(BinanceSymbols symbols, MarketClock clock)
{
    /// <summary>Null for frames that carry no price: answers to a subscription, other kinds, contracts that nobody asked for.</summary>
    /// <exception cref="JsonException">The frame is not what it says it is.</exception>
    public RiskEvent? Decode(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        var fields = default(Fields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : default;
            reader.Read();
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                Collect(ref fields, key, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return ToEvent(in fields, receivedAt);
    }

    private void Collect(ref Fields fields, byte key, ref Utf8JsonReader reader)
    {
        switch (key)
        {
            case (byte)'e':
                fields.Kind = reader.ValueTextEquals("markPriceUpdate"u8) ? Kind.Mark
                    : reader.ValueTextEquals("bookTicker"u8) ? Kind.BookTop : Kind.Other;
                break;
            case (byte)'s':
                fields.Instrument = symbols.Find(ref reader);
                break;
            case (byte)'E':
                fields.SentAt = reader.GetInt64();
                break;
            case (byte)'T':
                fields.At = reader.GetInt64();
                break;
            case (byte)'p' or (byte)'b':
                fields.Price = WireNumber.Read(ref reader);
                break;
            case (byte)'i' or (byte)'a':
                fields.OtherPrice = WireNumber.Read(ref reader);
                break;
            case (byte)'r' when reader.ValueSpan.Length > 0:
                fields.FundingRate = WireNumber.Read(ref reader);
                break;
            case (byte)'B':
                fields.BidQuantity = WireNumber.Read(ref reader);
                break;
            case (byte)'A':
                fields.AskQuantity = WireNumber.Read(ref reader);
                break;
        }
    }

    private RiskEvent? ToEvent(in Fields fields, DateTimeOffset receivedAt)
    {
        if (fields.Instrument is not { } instrument)
        {
            return null;
        }

        var venueAt = BinanceWords.Instant(fields.SentAt);
        switch (fields.Kind)
        {
            case Kind.BookTop:
                var matchedAt = BinanceWords.Instant(fields.At);
                clock.Observe(matchedAt);
                return new RiskEvent.BookTopChanged(instrument, fields.Price, fields.BidQuantity, fields.OtherPrice, fields.AskQuantity)
                {
                    Times = new(matchedAt, venueAt, receivedAt),
                };

            // T is the next funding here: market time has to come from elsewhere, and until it is known a replayed mark has none.
            case Kind.Mark when clock.IsKnown:
                return new RiskEvent.MarkPriced(instrument, fields.Price, fields.OtherPrice)
                {
                    Times = new(clock.At(venueAt), venueAt, receivedAt),
                    FundingRate = fields.At > 0 ? fields.FundingRate : null,
                    NextFundingAt = fields.At > 0 ? BinanceWords.Instant(fields.At) : null,
                };

            case Kind.Mark or Kind.Other:
                return null;
        }

        return null;
    }

    private enum Kind
    {
        Other,
        Mark,
        BookTop,
    }

    private struct Fields
    {
        public Kind Kind;
        public InstrumentId? Instrument;
        public long SentAt;
        public long At;
        public decimal Price;
        public decimal OtherPrice;
        public decimal? FundingRate;
        public decimal BidQuantity;
        public decimal AskQuantity;
    }
}
