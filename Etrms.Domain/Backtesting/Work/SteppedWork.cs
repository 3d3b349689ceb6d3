namespace Etrms.Domain.Backtesting.Work;

/// <summary>
/// Work that goes on in steps of a fraction of a second, so that whoever drives it can show how far it is, hand the thread back, or stop.
/// </summary>
public sealed class SteppedWork<T>
    where T : class
{
    private readonly IEnumerator<int> _steps;
    private T? _result;

    /// <param name="total">Candles that it has to go through, as well as one can tell.</param>
    /// <param name="steps">Goes on when asked for the next step, says how many candles it was, and hands the result over before the last.</param>
    internal SteppedWork(long total, Func<Action<T>, IEnumerable<int>> steps)
    {
        Total = total;
        _steps = steps(result => _result = result).GetEnumerator();
    }

    public long Total { get; }

    /// <summary>Never goes back, and never beyond <see cref="Total"/>.</summary>
    public long Done { get; private set; }

    public T Result => _result ?? throw new InvalidOperationException("The work is not over yet.");

    /// <summary>One step; false when there was none left.</summary>
    public bool Advance()
    {
        if (!_steps.MoveNext())
        {
            Done = Total;
            return false;
        }

        Done = Math.Min(Total, Done + _steps.Current);
        return true;
    }

    /// <summary>All steps at once.</summary>
    public T Run()
    {
        while (Advance())
        {
        }

        return Result;
    }
}
