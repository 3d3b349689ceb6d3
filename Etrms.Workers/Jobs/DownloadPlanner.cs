using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Jobs;

/// <summary>One series to fetch.</summary>
/// <param name="Row">Its progress, written as it goes.</param>
/// <param name="Range">What of the asked range is over at the venue.</param>
internal sealed record DownloadPart(DataDownloadPartRow Row, SeriesKey Key, AccountNetwork Network, TimeRange Range);

/// <param name="Refusal">Why it cannot be, and what to write instead; null when it can.</param>
internal sealed record DownloadPlan(ImmutableArray<DownloadPart> Parts, string? Refusal)
{
    public IReadOnlyList<DataDownloadPartRow> Rows => [.. Parts.Select(part => part.Row)];
}

/// <summary>Turns a request into series, in the venues' own spelling.</summary>
internal sealed class DownloadPlanner(VenueHistory history)
{
    public async Task<DownloadPlan> PlanAsync(StoredDownload stored, CancellationToken cancellationToken)
    {
        var request = stored.Request;
        var contracts = new List<InstrumentId>();
        foreach (var exchange in request.Exchanges)
        {
            var listed = await history.ReadInstrumentsAsync(exchange, request.Network, cancellationToken);
            foreach (var symbol in request.Symbols)
            {
                if (SymbolMatch.Find(symbol, listed) is not { } instrument)
                {
                    return Refused(NotListed(symbol, exchange, request.Network, SymbolMatch.Suggest(symbol, listed)));
                }

                contracts.Add(instrument.Id);
            }
        }

        var now = await history.ReadNowAsync(request.Network, cancellationToken);
        var wanted = new TimeRange(request.Start!.Value, request.End!.Value);
        return wanted.Start >= now
            ? Refused($"Nothing has happened yet between {wanted.Start:yyyy-MM-dd HH:mm} and {wanted.End:yyyy-MM-dd HH:mm}: the market's time is {now:yyyy-MM-dd HH:mm} UTC.")
            : new DownloadPlan([.. Keys(request, contracts).Select((key, number) => PartOf(stored, number, key, wanted, now))], null);
    }

    private static DownloadPlan Refused(string reason) => new([], reason);

    private static string NotListed(string symbol, Exchange exchange, AccountNetwork network, IReadOnlyList<string> suggestions)
    {
        var meant = suggestions.Count == 0 ? "" : $" Did you mean {string.Join(" or ", suggestions)}?";
        return $"{exchange} ({network.ToString().ToLowerInvariant()}) lists no perpetual contract {symbol}.{meant}";
    }

    private static IEnumerable<SeriesKey> Keys(DownloadRequest request, IEnumerable<InstrumentId> contracts)
    {
        var source = SourceOf(request.Network);
        foreach (var contract in contracts.Distinct())
        {
            foreach (var text in request.Timeframes)
            {
                yield return Timeframe.TryParse(text, out var timeframe)
                    ? new SeriesKey(contract, SeriesKind.Perpetual, timeframe, source)
                    : throw new InvalidOperationException($"{text} passed as a timeframe.");
            }

            if (request.Funding)
            {
                yield return new SeriesKey(contract, SeriesKind.Funding, null, source);
            }
        }
    }

    private static SeriesSource SourceOf(AccountNetwork network) => network switch
    {
        AccountNetwork.Paper => SeriesSource.Paper,
        AccountNetwork.Testnet => SeriesSource.Testnet,
        AccountNetwork.Live => SeriesSource.Live,
    };

    private static DownloadPart PartOf(StoredDownload stored, int number, SeriesKey key, TimeRange wanted, DateTimeOffset now)
    {
        // A download that goes on after a crash keeps counting where it was.
        var row = stored.Parts.FirstOrDefault(part => part.Number == number) ?? new DataDownloadPartRow
        {
            DownloadId = stored.Download.Id,
            Number = number,
            Exchange = key.Instrument.Exchange,
            Symbol = key.Instrument.Symbol,
            Kind = key.Kind,
            TimeframeSeconds = (int)(key.Timeframe?.Length.TotalSeconds ?? 0),
            Gaps = JsonSerializer.SerializeToElement(Array.Empty<GapView>()),
        };
        return new DownloadPart(row, key, stored.Request.Network, RangeOf(key, wanted, now));
    }

    /// <summary>A candle counts when it opened in the range and is over; an open one would be stored unfinished.</summary>
    private static TimeRange RangeOf(SeriesKey key, TimeRange wanted, DateTimeOffset now)
    {
        if (key.Timeframe is not { } timeframe)
        {
            return wanted with { End = wanted.End < now ? wanted.End : now };
        }

        var firstUnfinished = now - timeframe.Length + TimeSpan.FromTicks(1);
        return (wanted with { End = wanted.End < firstUnfinished ? wanted.End : firstUnfinished }).AlignedTo(timeframe);
    }
}
