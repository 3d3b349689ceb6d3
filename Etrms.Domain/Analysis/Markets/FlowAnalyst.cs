using System.Collections.Immutable;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What one contract's books and trades show that is out of their ordinary, from every book and not only those that are judged.</summary>
public sealed class FlowAnalyst(AnalystRules rules)
{
    private readonly WallWatch _walls = new(rules.Walls);
    private readonly Dictionary<BookFindingKind, DateTimeOffset> _toldAt = [];
    private readonly List<BookFinding> _untaken = [];
    private DateTimeOffset _minute;
    private int _inMinute;
    private (bool Spread, bool Depth) _before;

    /// <summary>The newest thing that a trader wants to hear of at once; of each kind not more than one in a while.</summary>
    public BookFinding? Notable { get; private set; }

    /// <summary>Large levels that stand now.</summary>
    public ImmutableArray<RestingWall> Standing => _walls.Standing;

    public void Take(OrderBook book, DateTimeOffset at)
    {
        foreach (var notice in _walls.Take(book, at))
        {
            Add(ToFinding(notice), at);
        }
    }

    public void Take(in MarketTrade trade, DateTimeOffset at) => _walls.Take(trade, at);

    public void Lose() => _walls.Lose();

    /// <summary>Takes how far a book lies from the usual; what lasts is found once.</summary>
    public void Take(LiquidityReading reading)
    {
        if (reading.Deviation is not { } deviation)
        {
            return;
        }

        var now = (deviation.IsSpreadAnomalous, deviation.IsDepthAnomalous);
        Begin(BookFindingKind.WideSpread, !_before.Spread && now.IsSpreadAnomalous, reading, deviation.Spread);
        Begin(BookFindingKind.ThinDepth, !_before.Depth && now.IsDepthAnomalous, reading, deviation.Depth);
        _before = now;
    }

    /// <summary>What was found since this was asked last.</summary>
    public ImmutableArray<BookFinding> TakeUnread()
    {
        var found = _untaken.ToImmutableArray();
        _untaken.Clear();
        return found;
    }

    private static BookFinding ToFinding(WallNotice notice) => BookFinding.Of(
        notice.Turn switch
        {
            WallTurn.Lasting => BookFindingKind.LargeOrder,
            WallTurn.Executed => BookFindingKind.ExecutedOrder,
            WallTurn.Pulled => BookFindingKind.PulledOrder,
            WallTurn.SuspectedSpoof => BookFindingKind.SuspectedSpoof,
        },
        notice.At, notice.Wall) with
    {
        From = notice.From,
        Levels = notice.Levels,
        HasOppositeFill = notice.HasOppositeFill,
    };

    private void Begin(BookFindingKind kind, bool begins, LiquidityReading reading, double deviations)
    {
        if (begins)
        {
            Add(new BookFinding(kind, reading.At, reading.Mid) { Deviations = decimal.Round((decimal)Math.Clamp(deviations, -1e6, 1e6), 1) }, reading.At);
        }
    }

    /// <summary>A market in which everything is large and quick must not flood anybody: beyond so many per minute only suspicions and anomalies count.</summary>
    private void Add(BookFinding finding, DateTimeOffset at)
    {
        if (at - _minute >= TimeSpan.FromMinutes(1))
        {
            (_minute, _inMinute) = (at, 0);
        }

        var isPlain = finding.Kind is BookFindingKind.LargeOrder or BookFindingKind.ExecutedOrder or BookFindingKind.PulledOrder;
        if (isPlain && ++_inMinute > rules.MostWallsPerMinute)
        {
            return;
        }

        _untaken.Add(finding);
        if (finding.IsNotable && (!_toldAt.TryGetValue(finding.Kind, out var told) || at - told >= rules.TellAgainAfter))
        {
            _toldAt[finding.Kind] = at;
            Notable = finding;
        }
    }
}
