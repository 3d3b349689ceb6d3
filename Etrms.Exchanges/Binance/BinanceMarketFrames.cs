using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>Frames of prices as events of the engine.</summary>
internal sealed class BinanceMarketFrames(BinanceSymbols symbols, MarketClock clock)
{
    /// <summary>Null for frames that carry no price: answers to a subscription, other kinds, contracts that nobody asked for.</summary>
    /// <exception cref="JsonException">The frame is not what it says it is.</exception>
    public RiskEvent? Decode(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt) => ToEvent(PriceFrame.Read(frame, symbols), receivedAt);

    private RiskEvent? ToEvent(in PriceFrame frame, DateTimeOffset receivedAt)
    {
        if (frame.Instrument is not { } instrument)
        {
            return null;
        }

        var venueAt = BinanceWords.Instant(frame.SentAt);
        switch (frame.Kind)
        {
            case PriceFrameKind.BookTop:
                var matchedAt = BinanceWords.Instant(frame.At);
                clock.Observe(matchedAt);
                return new RiskEvent.BookTopChanged(instrument, frame.Price, frame.BidQuantity, frame.OtherPrice, frame.AskQuantity)
                {
                    Times = new(matchedAt, venueAt, receivedAt),
                };

            // T is the next funding here: market time has to come from elsewhere, and until it is known a replayed mark has none.
            case PriceFrameKind.Mark when clock.IsKnown:
                return new RiskEvent.MarkPriced(instrument, frame.Price, frame.OtherPrice)
                {
                    Times = new(clock.At(venueAt), venueAt, receivedAt),
                    FundingRate = frame.At > 0 ? frame.FundingRate : null,
                    NextFundingAt = frame.At > 0 ? BinanceWords.Instant(frame.At) : null,
                };

            case PriceFrameKind.Mark or PriceFrameKind.Other:
                return null;
        }

        return null;
    }
}
