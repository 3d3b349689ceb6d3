using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Etrms.Venue.Faults;

/// <summary>A rule with its number and how often it struck.</summary>
internal sealed record ScriptedFault(int Id, FaultRule Rule, int Struck)
{
    public bool IsSpent => Struck >= Rule.Count;
}

/// <summary>The faults in force. The first rule that matches strikes; a spent one stays listed until it is cleared.</summary>
internal sealed class FaultScript(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private ImmutableList<ScriptedFault> _faults = [];
    private int _lastId;

    public ImmutableList<ScriptedFault> Faults => Volatile.Read(ref _faults);

    public ScriptedFault Add(FaultRule rule)
    {
        lock (_lock)
        {
            var fault = new ScriptedFault(++_lastId, rule, 0);
            _faults = _faults.Add(fault);
            return fault;
        }
    }

    /// <returns>False when there is no such fault.</returns>
    public bool Remove(int id)
    {
        lock (_lock)
        {
            var count = _faults.Count;
            _faults = _faults.RemoveAll(fault => fault.Id == id);
            return _faults.Count < count;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults = [];
        }
    }

    /// <summary>The fault that strikes a request, or null.</summary>
    public RequestFault? TakeRequest(string method, string path) =>
        Take(rule => rule is { Path: not null, Kind: not FaultKind.Withdraw } && Matches(rule.Method ?? "*", method) && Matches(rule.Path, path)) is { } rule
            ? new RequestFault(rule, clock)
            : null;

    /// <summary>True once for each order that a rule takes away: placed by the path, and resting for as long.</summary>
    public bool TakeOrder(string path, TimeSpan rested) => Take(rule =>
        rule is { Kind: FaultKind.Withdraw, Path: { } pattern } && Matches(pattern, path) && rested.TotalMilliseconds >= rule.DelayMs) is not null;

    /// <summary>The fault that strikes a frame, or null.</summary>
    public FaultRule? TakeFrame(string stream) => Take(rule => rule.Stream is not null && Matches(rule.Stream, stream));

    private FaultRule? Take(Func<FaultRule, bool> matches)
    {
        if (Faults.IsEmpty)
        {
            return null;
        }

        lock (_lock)
        {
            var fault = _faults.Find(candidate => !candidate.IsSpent && matches(candidate.Rule));
            if (fault is null)
            {
                return null;
            }

            _faults = _faults.Replace(fault, fault with { Struck = fault.Struck + 1 });
            return fault.Rule;
        }
    }

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
}
