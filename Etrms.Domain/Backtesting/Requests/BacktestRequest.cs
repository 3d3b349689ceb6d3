using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>A backtest that can be carried out: every term was judged, alone and with the others.</summary>
public sealed class BacktestRequest
{
    private BacktestRequest(BacktestTerms terms, StrategyCatalog strategies)
    {
        Terms = terms;
        Strategies = strategies;
        Base = RunSetup.Of(terms, strategies);
        Grid = new ParameterGrid(terms.Search?.Ranges ?? []);
    }

    public BacktestTerms Terms { get; }

    public StrategyCatalog Strategies { get; }

    /// <summary>The run as it was asked for, before anything is varied.</summary>
    public RunSetup Base { get; }

    /// <summary>Every combination that a search may try.</summary>
    public ParameterGrid Grid { get; }

    /// <summary>Candles of the range if none is missing, all contracts together.</summary>
    public long CandlesPerRun => RequestChecks.BarsOf(Terms) * Terms.Instruments.Length;

    /// <summary>A request, or all reasons why it cannot be one.</summary>
    public static (BacktestRequest? Request, ImmutableArray<RequestFault> Faults) Create(BacktestTerms terms, StrategyCatalog strategies)
    {
        var faults = RequestChecks.Of(terms, strategies).ToImmutableArray();
        return faults.IsEmpty ? (new BacktestRequest(terms, strategies), faults) : (null, faults);
    }
}
