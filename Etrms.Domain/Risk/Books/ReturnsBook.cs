using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Books;

/// <summary>Hourly simple returns of several contracts over the hours that all of them know, oldest first.</summary>
/// <param name="Columns">One for each contract, all of one length.</param>
/// <param name="Until">Market ticks at which the newest of these hours ended; 0 without any.</param>
internal sealed record CommonHours(ImmutableArray<double[]> Columns, long Until)
{
    public static readonly CommonHours None = new([], 0);

    public int Count => Columns.IsEmpty ? 0 : Columns[0].Length;

    /// <summary>A return stands for an hour whose close and the one before are known of every contract.</summary>
    public static CommonHours Of(IReadOnlyList<ContractBook> contracts)
    {
        if (contracts.Count == 0)
        {
            return None;
        }

        var known = contracts.Select(contract => contract.Hours.Closes.ToDictionary(close => close.Hour, close => close.Close)).ToList();
        var hours = contracts[0].Hours.Closes.Select(close => close.Hour)
            .Where(hour => known.TrueForAll(closes => closes.ContainsKey(hour) && closes.ContainsKey(hour - 1))).ToList();
        return new CommonHours(
            [.. known.Select(closes => hours.Select(hour => (double)(closes[hour] / closes[hour - 1]) - 1).ToArray())],
            hours.Count == 0 ? 0 : (hours[^1] + 1) * TimeSpan.TicksPerHour);
    }
}

/// <summary>
/// Returns, correlations and betas of the contracts that a scope holds, and what is held in them. Made anew when a contract comes or goes
/// or an hour has passed; in between nothing is allocated.
/// </summary>
internal sealed class ReturnsBook(ScopeBook scope, RiskBooks books)
{
    private readonly List<ContractBook> _contracts = [];
    private (int Scope, int Hours) _madeFor = (-1, -1);
    private double[] _notionals = [];

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<ContractBook> Contracts => _contracts;

    public CommonHours Hours { get; private set; } = CommonHours.None;

    /// <summary>Correlations of log returns over the common hours.</summary>
    public double[,] Correlations { get; private set; } = new double[0, 0];

    /// <summary>To BTC, for each contract over the hours that it shares with it; null where they are too few or too old.</summary>
    public ImmutableArray<BetaFigure> Betas { get; private set; } = [];

    /// <summary>Signed notional of each contract over all accounts in scope, as of <see cref="Value"/>.</summary>
    public ReadOnlySpan<double> Notionals => _notionals;

    /// <summary>True when the returns were made anew.</summary>
    public bool Refresh()
    {
        var stamp = (scope.Version, (books.Market?.Hours.Version ?? 0) + HoursVersion());
        if (_madeFor == stamp)
        {
            return false;
        }

        _madeFor = stamp;
        Make(books.Market);
        return true;
    }

    private void Make(ContractBook? market)
    {
        _contracts.Clear();
        _contracts.AddRange(scope.Positions.Select(position => position.Contract).Distinct().OrderBy(contract => contract.Id));
        _notionals = new double[_contracts.Count];
        Hours = CommonHours.Of(_contracts);
        Correlations = Measures.Correlation.OfSimpleReturns(Hours.Columns);
        Betas = [.. _contracts.Select(contract => BetaFigure.Of(contract, market))];
    }

    /// <summary>Takes today's notionals from the positions.</summary>
    public void Value()
    {
        Array.Clear(_notionals);
        for (var i = 0; i < scope.Positions.Count; i++)
        {
            var position = scope.Positions[i];
            _notionals[_contracts.IndexOf(position.Contract)] += (double)position.Value;
        }
    }

    /// <summary>Beta under stress: as measured lately, but at least 1.</summary>
    public decimal StressBetaOf(ContractBook contract) =>
        _contracts.IndexOf(contract) is >= 0 and var place && Betas[place] is { Value: > 1 and var beta } figure && books.IsFresh(figure.Until)
            ? Measures.Rounding.Money(beta) ?? 1 : 1;

    private int HoursVersion()
    {
        var sum = 0;
        for (var i = 0; i < scope.Positions.Count; i++)
        {
            sum += scope.Positions[i].Contract.Hours.Version;
        }

        return sum;
    }
}
