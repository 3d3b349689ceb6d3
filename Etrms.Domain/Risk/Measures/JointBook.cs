using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Measures;

/// <summary>
/// How far each account of a scope is from the margin call when its prices move together. A coin moves by its beta to BTC, but at least
/// as far as BTC: the betas of calm days are not to be trusted in a crash.
/// </summary>
internal sealed class JointBook(ScopeBook scope)
{
    /// <summary>No move would liquidate: the whole price away.</summary>
    public const decimal Never = 1m;

    private const string NoTable = "a margin table of the venue is not loaded";
    private const string OldTable = "a margin table of the venue was read too long ago";

    /// <summary>A notional beyond it is no position but a fault, and would not fit the sums of a search.</summary>
    private const decimal Largest = 1_000_000_000_000_000m;

    private readonly List<JointDistance> _distances = [];
    private JointPosition[] _positions = [];

    /// <summary>The smallest distance of any account, without its sign.</summary>
    public decimal Nearest { get; private set; } = Never;

    /// <summary>The account that has it; null when none can be liquidated.</summary>
    public string? NearestName { get; private set; }

    /// <summary>Why the distance of an account cannot be told; null when all can.</summary>
    public string? Reason { get; private set; } = "it has not been measured yet";

    /// <summary>Nothing can be said for now.</summary>
    public void Forget(string reason)
    {
        _distances.Clear();
        (Nearest, NearestName, Reason) = (Never, null, reason);
    }

    public ImmutableArray<JointDistance> Capture() => [.. _distances];

    public void Restore(ImmutableArray<JointDistance> state)
    {
        _distances.Clear();
        _distances.AddRange(state);
        FindNearest();
    }

    public void Refresh(ReturnsBook returns, RiskBooks books)
    {
        _distances.Clear();
        for (var i = 0; i < scope.Accounts.Count; i++)
        {
            var account = scope.Accounts[i];
            if (account.Positions.Count > 0)
            {
                _distances.Add(DistanceOf(account, returns, books));
            }
        }

        FindNearest();
    }

    private JointDistance DistanceOf(AccountBook account, ReturnsBook returns, RiskBooks books)
    {
        var count = account.Positions.Count;
        _positions = _positions.Length >= count ? _positions : new JointPosition[count];
        for (var i = 0; i < count; i++)
        {
            var position = account.Positions[i];
            if (position.Contract.Table is not { } rules)
            {
                var lack = position.Contract.AreRulesStale ? OldTable : NoTable;
                return new JointDistance(account.Id, account.Name, Measured.Unknown(lack, books.Clock.Wall), false);
            }

            if (position.Notional > Largest)
            {
                return new JointDistance(account.Id, account.Name, Measured.Unknown("a position is too large to be meant", books.Clock.Wall), false);
            }

            _positions[i] = new JointPosition(position.Value, rules, returns.StressBetaOf(position.Contract));
        }

        var move = JointLiquidation.Distance(account.Value, _positions.AsSpan(0, count));
        return new JointDistance(account.Id, account.Name, new Measured(move, null, books.Clock.Wall), move is null);
    }

    private void FindNearest()
    {
        (Nearest, NearestName, Reason) = (Never, null, null);
        foreach (var distance in _distances)
        {
            Reason ??= distance.Move.Reason;
            if (distance.Move.Value is { } move && Math.Abs(move) < Nearest)
            {
                (Nearest, NearestName) = (Math.Abs(move), distance.Name);
            }
        }
    }
}
