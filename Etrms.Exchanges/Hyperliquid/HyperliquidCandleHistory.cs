using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Market;
using Etrms.Exchanges.Transport;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// Public candles and funding, page by page. The venue keeps the last 5000 candles of each length: what is older is not there, and the answer
/// begins later than asked. Waits when the venue asks for a pause: history is never urgent.
/// </summary>
internal sealed class HyperliquidCandleHistory(HyperliquidRest rest) : ICandleHistory
{
    /// <summary>A shorter answer is the last one.</summary>
    private const int RowsPerPage = 500;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public async Task<ImmutableArray<Candle>> ReadCandlesAsync(
        InstrumentId instrument, TimeSpan interval, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var candles = new SortedDictionary<DateTimeOffset, Candle>();
        for (var from = start; from < end;)
        {
            var range = new CandleRange(instrument.Symbol, Word(interval), from.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds() - 1);
            var rows = await ReadAsync(new InfoRequest("candleSnapshot") { Req = range, Urgency = CallUrgency.History }, HyperliquidJson.Default.CandleMessageArray, cancellationToken);
            foreach (var candle in rows.Select(HyperliquidMarketMapping.ToCandle).Where(candle => candle.OpenAt >= from && candle.OpenAt < end))
            {
                candles[candle.OpenAt] = candle;
            }

            var next = rows.Length < RowsPerPage ? end : Instant(rows.Max(row => row.OpenTime)) + interval;
            from = next > from ? next : end;
        }

        return [.. candles.Values];
    }

    public async Task<ImmutableArray<FundingRate>> ReadFundingAsync(
        InstrumentId instrument, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var rates = new SortedDictionary<DateTimeOffset, FundingRate>();
        for (var from = start; from < end;)
        {
            var request = new InfoRequest("fundingHistory")
            {
                Coin = instrument.Symbol,
                StartTime = from.ToUnixTimeMilliseconds(),
                EndTime = end.ToUnixTimeMilliseconds() - 1,
                Urgency = CallUrgency.History,
            };
            var rows = await ReadAsync(request, HyperliquidJson.Default.FundingRateMessageArray, cancellationToken);
            foreach (var rate in rows.Select(row => new FundingRate(Instant(row.Time), row.FundingRate)).Where(rate => rate.At >= from && rate.At < end))
            {
                rates[rate.At] = rate;
            }

            from = rows.Length < RowsPerPage ? end : Instant(rows.Max(row => row.Time)).AddMilliseconds(1);
        }

        return [.. rates.Values];
    }

    private async Task<T> ReadAsync<T>(InfoRequest request, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await rest.ReadAsync(request, answer, cancellationToken);
            if (outcome is ExchangeOutcome<T>.Rejected { Rejection: { Class: RejectionClass.Throttled, RetryAfter: { } pause } } && pause <= LongestPause)
            {
                await Task.Delay(pause, rest.Network.Time, cancellationToken);
                continue;
            }

            return outcome.OrThrow(request.Type);
        }
    }
}
