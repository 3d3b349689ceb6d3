using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Market;
using Etrms.Exchanges.Transport;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>Public candles and funding, page by page. Waits when the venue asks for a pause: history is never urgent.</summary>
internal sealed class BinanceCandleHistory(BinanceRest rest) : ICandleHistory
{
    private const int CandlesPerPage = 1500;
    private const int RatesPerPage = 1000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public async Task<ImmutableArray<Candle>> ReadCandlesAsync(
        InstrumentId instrument, TimeSpan interval, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var candles = ImmutableArray.CreateBuilder<Candle>();
        for (var from = start; from < end;)
        {
            var call = Page("/fapi/v1/klines", weight: 10, instrument, from, end, CandlesPerPage);
            call.Parameters.Add("interval", BinanceIntervals.Word(interval));
            var rows = await ReadAsync(call, BinanceJson.Default.KlineMessageArray, cancellationToken);
            candles.AddRange(rows.Select(BinanceMarketMapping.ToCandle).Where(candle => candle.OpenAt >= from && candle.OpenAt < end));
            if (rows.Length < CandlesPerPage)
            {
                break;
            }

            from = candles[^1].OpenAt + interval;
        }

        return candles.DrainToImmutable();
    }

    public async Task<ImmutableArray<FundingRate>> ReadFundingAsync(
        InstrumentId instrument, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var rates = ImmutableArray.CreateBuilder<FundingRate>();
        for (var from = start; from < end;)
        {
            var call = Page("/fapi/v1/fundingRate", weight: 1, instrument, from, end, RatesPerPage);
            var rows = await ReadAsync(call, BinanceJson.Default.FundingRateMessageArray, cancellationToken);
            rates.AddRange(rows.Select(row => new FundingRate(Instant(row.FundingTime), row.FundingRate)).Where(rate => rate.At < end));
            if (rows.Length < RatesPerPage)
            {
                break;
            }

            from = rates[^1].At.AddMilliseconds(1);
        }

        return rates.DrainToImmutable();
    }

    private static BinanceCall Page(string path, int weight, InstrumentId instrument, DateTimeOffset from, DateTimeOffset end, int rows)
    {
        var call = BinanceCall.Get(path, weight) with { Auth = BinanceAuth.None, Urgency = CallUrgency.History };
        call.Parameters
            .Add("symbol", instrument.Symbol)
            .Add("startTime", (DateTimeOffset?)from)
            .Add("endTime", end.AddMilliseconds(-1))
            .Add("limit", (long?)rows);
        return call;
    }

    private async Task<T> ReadAsync<T>(BinanceCall call, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var outcome = await rest.CallAsync(call, answer, cancellationToken);
            if (outcome is ExchangeOutcome<T>.Rejected { Rejection: { Class: RejectionClass.Throttled, RetryAfter: { } pause } }
                && pause <= LongestPause)
            {
                await Task.Delay(pause, rest.Network.Time, cancellationToken);
                continue;
            }

            return outcome.OrThrow(call.Path);
        }
    }
}
