using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Backtesting.Requests;

/// <summary>Requests over a seeded walk of hours that a test changes where it matters.</summary>
internal static class SomeRequest
{
    public static Timeframe Hour { get; } = Timeframe.TryParse("1h", out var hour) ? hour : default;

    public static Timeframe Minute { get; } = Timeframe.TryParse("1m", out var minute) ? minute : default;

    public static BacktestTerms Terms(int bars, BacktestType type = BacktestType.Standard) => new()
    {
        Type = type,
        Range = new TimeRange(Scene.Start, Scene.Start.AddHours(bars)),
        Instruments = [Scene.Contract().Id],
        Timeframe = Hour,
        InitialCapital = 10_000,
        Strategy = "moving_average_cross",
    };

    public static BacktestTerms Search(int bars, params ParameterRange[] ranges) => Terms(bars, BacktestType.Optimization) with
    {
        Search = new SearchTerms { Objective = BacktestObjective.NetProfit, Ranges = [.. ranges] },
    };

    public static ParameterRange Fast { get; } = new("fast", 2, 12, 2);

    public static ParameterRange Slow { get; } = new("slow", 15, 40, 5);

    public static BacktestMarket Market(CandleSeries candles) => new(ContractRules.Free(candles.Instrument), candles);

    public static BacktestRequest Sound(BacktestTerms terms, StrategyCatalog? strategies = null)
    {
        var (request, faults) = BacktestRequest.Create(terms, strategies ?? StrategyCatalog.BuiltIn);
        Assert.Empty(faults);
        return request!;
    }

    public static ImmutableArray<RequestFault> Faults(BacktestTerms terms)
    {
        var (request, faults) = BacktestRequest.Create(terms, StrategyCatalog.BuiltIn);
        Assert.Equal(faults.IsEmpty, request is not null);
        return faults;
    }

    /// <summary>Works every piece, one after the other, and makes the report.</summary>
    public static BacktestReport Report(BacktestRequest request, CandleSeries candles, IEnumerable<int>? order = null)
    {
        var work = new RequestWork(request);
        ImmutableArray<BacktestMarket> markets = [Market(candles)];
        var pieces = (order ?? Enumerable.Range(0, work.Pieces)).ToDictionary(piece => piece, piece => work.Piece(piece, markets).Run());
        return work.Report(pieces, new ReportInputs { Markets = markets, Series = [] }).Run();
    }
}
