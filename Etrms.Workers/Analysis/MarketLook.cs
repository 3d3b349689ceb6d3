using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Analysis;

/// <summary>What one look at the markets found.</summary>
/// <param name="News">Assessments that the guard has not heard, or not for a while.</param>
/// <param name="Books">The newest of each contract that has a fresh one.</param>
internal sealed record MarketFindings(
    MarketAnalysisView View, ImmutableArray<(InstrumentId Instrument, MarketAssessment Assessment)> News, MarketRows Rows,
    ImmutableArray<(InstrumentId Instrument, BookView Book)> Books);

/// <summary>Works through what came in. Computation alone: it waits for nobody and sends nothing.</summary>
internal sealed class MarketLook(MarketAnalyst analyst, CandleIntake intake, AnalystRules rules, IReadOnlyList<TimeSpan> intervals)
{
    /// <summary>The guard hears every assessment again and again, so that it notices silence.</summary>
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StoreBooksEvery = TimeSpan.FromSeconds(10);

    private readonly Dictionary<InstrumentId, (MarketAssessment Assessment, DateTimeOffset At)> _told = [];
    private readonly HashSet<(InstrumentId, TimeSpan)> _stored = [];
    private readonly Dictionary<(Exchange Exchange, TimeSpan Interval), CorrelationReading?> _correlations = [];
    private DateTimeOffset _booksStoredAt;

    public void Follow(InstrumentId instrument) => analyst.Follow(instrument);

    public MarketFindings Take(MarketNews news, DateTimeOffset marketNow, DateTimeOffset now, RiskSettings settings)
    {
        var changed = intake.Take(news, now);
        TakeBooks(news, now);
        var rows = new MarketRows();
        TakeFlow(news, rows);
        Correlate(changed, now, rows);
        if (analyst.FitNext() is { } fitted)
        {
            changed.Add(fitted);
        }

        foreach (var (instrument, interval) in changed)
        {
            Keep(instrument, analyst.Find(instrument, interval)!, now, rows);
        }

        var analyses = analyst.Contracts.Select(instrument => analyst.At(instrument, marketNow, now)!).ToList();
        KeepBooks(analyses, now, rows);
        return new MarketFindings(
            ViewOf(analyses, marketNow, now, settings), NewsOf(analyses, now), rows,
            [
                .. from analysis in analyses
                   where analysis.Liquidity is not null
                   select (analysis.Instrument, MarketRowsOf.BookView(analysis.Liquidity!)),
            ]);
    }

    private void TakeBooks(MarketNews news, DateTimeOffset now)
    {
        foreach (var (instrument, book) in news.Books)
        {
            if (book is null)
            {
                analyst.LoseBook(instrument);
            }
            else
            {
                analyst.Take(instrument, book, now);
            }
        }
    }

    /// <summary>Walls come and go between two looks: every book and trade counts.</summary>
    private void TakeFlow(MarketNews news, MarketRows rows)
    {
        foreach (var (instrument, queue) in news.Flow)
        {
            if (analyst.FlowOf(instrument) is { } flow)
            {
                queue.ReplayInto(flow);
            }
        }

        foreach (var instrument in analyst.Contracts)
        {
            foreach (var finding in analyst.FlowOf(instrument)!.TakeUnread())
            {
                rows.Add(BookFindingRow.Of(instrument, finding));
            }
        }
    }

    private void Correlate(HashSet<(InstrumentId Instrument, TimeSpan Interval)> changed, DateTimeOffset now, MarketRows rows)
    {
        foreach (var (exchange, interval) in changed.Select(each => (each.Instrument.Exchange, each.Interval)).Distinct())
        {
            var reading = analyst.Correlate(exchange, interval);
            _correlations[(exchange, interval)] = reading;
            if (reading is not null)
            {
                rows.Add(MarketRowsOf.Correlation(exchange, interval, reading));
            }

            if (analyst.Returns(exchange, interval) is { } common)
            {
                rows.Add(MarketRowsOf.Returns(exchange, interval, common, now));
            }
        }
    }

    private void Keep(InstrumentId instrument, CandleAnalyst candles, DateTimeOffset now, MarketRows rows)
    {
        var newest = _stored.Add((instrument, candles.Interval)) ? rules.Bars : 2;
        foreach (var spell in MarketRowsOf.Spells(instrument, candles, newest))
        {
            rows.Add(spell);
        }

        foreach (var point in MarketRowsOf.Volatilities(instrument, candles, newest))
        {
            rows.Add(point);
        }

        rows.Add(MarketRowsOf.Detail(instrument, candles, candles.Describe(), now));
    }

    private void KeepBooks(List<ContractAnalysis> analyses, DateTimeOffset now, MarketRows rows)
    {
        if (now - _booksStoredAt >= StoreBooksEvery)
        {
            _booksStoredAt = now;
            foreach (var analysis in analyses.Where(analysis => analysis.Liquidity is not null))
            {
                rows.Add(MarketRowsOf.Book(analysis.Instrument, analysis.Liquidity!));
            }
        }
    }

    private MarketAnalysisView ViewOf(List<ContractAnalysis> analyses, DateTimeOffset marketNow, DateTimeOffset now, RiskSettings settings) => new(
        [.. analyses.Select(analysis => analysis.ToView(marketNow, rules, settings))],
        [
            .. from exchange in analyses.Select(analysis => analysis.Instrument.Exchange).Distinct()
               from interval in intervals
               select _correlations.GetValueOrDefault((exchange, interval)).ToBrief(exchange, interval),
        ],
        now,
        analyses.Count == 0 ? "no account is connected at a venue that lists a contract to analyse" : null);

    private ImmutableArray<(InstrumentId, MarketAssessment)> NewsOf(List<ContractAnalysis> analyses, DateTimeOffset now)
    {
        var news = ImmutableArray.CreateBuilder<(InstrumentId, MarketAssessment)>();
        foreach (var analysis in analyses)
        {
            if (!_told.TryGetValue(analysis.Instrument, out var told) || !told.Assessment.Equals(analysis.Assessment) || now - told.At >= TellAgainAfter)
            {
                _told[analysis.Instrument] = (analysis.Assessment, now);
                news.Add((analysis.Instrument, analysis.Assessment));
            }
        }

        return news.ToImmutable();
    }
}
