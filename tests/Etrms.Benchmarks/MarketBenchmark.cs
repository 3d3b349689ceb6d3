using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;
using Etrms.Workers.Analysis;

namespace Etrms.Benchmarks;

/// <summary>
/// The market analysis of two venues with twenty contracts each while market time runs sixty times as fast as life: a look a second with a new book
/// of every contract, and candles of 15 minutes and an hour as they close. What feeds cost to decode is not in it.
/// </summary>
internal sealed class MarketBenchmark : IBenchmark
{
    private const int ContractsPerVenue = 20;
    private const int Looks = 480;
    private const int Pace = 60;
    private const int Past = 1_000;
    private const int Levels = 50;

    private static readonly TimeSpan[] Intervals = [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(20251010);
    private readonly Dictionary<InstrumentId, decimal> _prices = [];

    public string Name => "markets";

    public string Description => "the market analysis of 2 venues x 20 contracts at 60 times the pace of life";

    public Task<int> RunAsync(string[] arguments)
    {
        var analyst = new MarketAnalyst(Intervals, AnalystRules.Default);
        var look = new MarketLook(analyst, new CandleIntake(analyst, (_, _, _, _) => { }, AnalystRules.Default), AnalystRules.Default, Intervals);
        var contracts = Enum.GetValues<Exchange>().SelectMany(venue => Enumerable.Range(0, ContractsPerVenue).Select(number => new InstrumentId(venue, $"COIN{number}"))).ToList();
        contracts.ForEach(look.Follow);
        contracts.ForEach(contract => _prices[contract] = 100);
        var began = Environment.CpuUsage.TotalTime;
        look.Take(News([.. contracts.SelectMany(PastOf)], [], contracts), Start, Start, RiskSettings.Default);
        var beginning = Environment.CpuUsage.TotalTime - began;

        var (busy, longest, told) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        for (var second = 1; second <= Looks; second++)
        {
            var marketNow = Start + TimeSpan.FromSeconds(second * Pace);
            var news = News([], [.. contracts.SelectMany(contract => ClosedAt(contract, marketNow))], contracts);
            var before = Environment.CpuUsage.TotalTime;
            var findings = look.Take(news, marketNow, Start + TimeSpan.FromSeconds(second), RiskSettings.Default);
            told += JsonSerializer.SerializeToElement(findings.View, EtrmsJson.Options).GetRawText().Length;
            var spent = Environment.CpuUsage.TotalTime - before;
            (busy, longest) = (busy + spent, spent > longest ? spent : longest);
        }

        var share = busy / TimeSpan.FromSeconds(Looks);
        Console.WriteLine($"beginning            {beginning.TotalSeconds:N2} s of a core for {Past:N0} candles of each of {contracts.Count} contracts and 2 lengths");
        Console.WriteLine($"share of one core    {share:P1} over {Looks} looks, the longest {longest.TotalMilliseconds:N0} ms, {told / Looks / 1024} KB told per look");
        Console.WriteLine(share <= 1 ? "PASS: within one core" : "FAIL: must be within one core");
        return Task.FromResult(share <= 1 ? 0 : 1);
    }

    private MarketNews News(IReadOnlyList<PastCandles> past, IReadOnlyList<MarketUpdate.CandleChanged> closed, List<InstrumentId> contracts) =>
        new(past, closed, [], contracts.ToDictionary(contract => contract, contract => (OrderBook?)Book(_prices[contract])));

    private IEnumerable<PastCandles> PastOf(InstrumentId contract) => Intervals.Select(interval => new PastCandles(
        contract, interval, [.. Enumerable.Range(-Past, Past).Select(bar => Candle(contract, Start + (bar * interval)))], Start));

    private IEnumerable<MarketUpdate.CandleChanged> ClosedAt(InstrumentId contract, DateTimeOffset marketNow) => Intervals
        .Where(interval => (marketNow - Start).Ticks % interval.Ticks == 0)
        .Select(interval => new MarketUpdate.CandleChanged(contract, interval, Candle(contract, marketNow - interval), IsClosed: true));

    private Candle Candle(InstrumentId contract, DateTimeOffset openAt)
    {
        var open = _prices[contract];
        var close = decimal.Round(open * (decimal)Math.Exp(0.004 * (_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5)), 4);
        _prices[contract] = close;
        return new Candle(openAt, open, Math.Max(open, close) * 1.001m, Math.Min(open, close) * 0.999m, close, 100);
    }

    private OrderBook Book(decimal price) => new(Side(price, -1), Side(price, 1));

    private ImmutableArray<BookLevel> Side(decimal price, int sign) =>
        [.. Enumerable.Range(1, Levels).Select(level => new BookLevel(price * (1 + (sign * level * 0.0001m)), 1 + _random.Next(50)))];
}
