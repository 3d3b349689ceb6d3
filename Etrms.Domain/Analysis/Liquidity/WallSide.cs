using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>The walls of one side of a book.</summary>
internal sealed class WallSide(WallRules rules, bool isBid)
{
    private readonly UsualLevels _usual = new(rules);
    private readonly SpoofSide _suspicion = new(rules.Orders, isBid);
    private readonly List<Wall> _walls = [];

    /// <summary>The side as it stood before; empty when nothing is known of it.</summary>
    private ImmutableArray<BookLevel> _former = [];

    private long _count;

    public DateTimeOffset OppositeTradedAt
    {
        set => _suspicion.OppositeFilledAt = value;
    }

    public IEnumerable<RestingWall> Standing => _walls.Where(wall => wall.GoneAt is null).OrderByDescending(wall => wall.Size).Select(wall => Told(wall, wall.IsHeard));

    public void Traded(decimal price, decimal quantity)
    {
        foreach (var wall in _walls)
        {
            wall.Executed += wall.Price == price ? quantity : 0;
        }
    }

    public void Take(ImmutableArray<BookLevel> levels, in WallMoment moment, List<WallNotice> notices)
    {
        _usual.Look(levels, moment);
        Follow(levels, moment, notices);
        Find(levels, moment);
        _former = levels;
    }

    public void Lose()
    {
        _walls.Clear();
        _former = [];
    }

    /// <summary>What became of the walls that are known. One that is deeper than the book shows is out of sight, and nothing is said of it.</summary>
    private void Follow(ImmutableArray<BookLevel> levels, in WallMoment moment, List<WallNotice> notices)
    {
        var deepest = levels[^1].Price;
        for (var i = _walls.Count - 1; i >= 0; i--)
        {
            var wall = _walls[i];
            if (wall.GoneAt is null && IsDeeper(wall.Price, deepest))
            {
                _walls.RemoveAt(i);
                continue;
            }

            wall.Show(SizeAt(levels, wall.Price), moment, rules.Gone);
            if (wall.GoneAt is { } goneAt)
            {
                if (moment.At - goneAt >= rules.Settle)
                {
                    _walls.RemoveAt(i);
                    Conclude(wall, goneAt, notices);
                }
            }
            else if (!wall.IsTold && moment.At - wall.From > rules.Orders.Lasting)
            {
                wall.IsTold = true;
                notices.Add(Notice(WallTurn.Lasting, wall, moment.At));
            }
        }
    }

    private void Conclude(Wall wall, DateTimeOffset goneAt, List<WallNotice> notices)
    {
        // Where no trades are heard nobody knows whether it was traded, and nothing is said.
        if (!wall.IsHeard)
        {
            return;
        }

        var share = wall.Gone > 0 ? wall.Executed / wall.Gone : 0;
        notices.Add(Notice(share >= rules.Gone ? WallTurn.Executed : WallTurn.Pulled, wall, goneAt));
        if (wall.IsSeenToCome && share <= rules.Untraded && goneAt - wall.From <= rules.Orders.Quick
            && _suspicion.Gone(new LargeOrder(++_count, wall.From, isBid), goneAt) is { } suspected)
        {
            notices.Add(Notice(WallTurn.SuspectedSpoof, wall, goneAt) with
            {
                Levels = suspected.Orders.Length,
                From = suspected.From,
                HasOppositeFill = suspected.HasOppositeFill,
            });
        }
    }

    /// <summary>New walls near the middle; levels come best first, so the walk ends at the first that is too far.</summary>
    private void Find(ImmutableArray<BookLevel> levels, in WallMoment moment)
    {
        if (_usual.Threshold is not { } threshold)
        {
            return;
        }

        foreach (var level in levels)
        {
            if (!moment.IsNear(level.Price) || _walls.Count >= rules.Most)
            {
                return;
            }

            if (level.Quantity > threshold && !_walls.Exists(wall => wall.Price == level.Price))
            {
                _walls.Add(new Wall(level.Price, level.Quantity, moment, IsNew(level)));
            }
        }
    }

    /// <summary>Most of it was not there in the former book, and that book would have shown it.</summary>
    private bool IsNew(BookLevel level) =>
        !_former.IsEmpty && !IsDeeper(level.Price, _former[^1].Price) && SizeAt(_former, level.Price) <= level.Quantity * (1 - rules.Gone);

    private bool IsDeeper(decimal price, decimal deepest) => isBid ? price < deepest : price > deepest;

    /// <summary>What stands at a price; 0 where there is no such level.</summary>
    private decimal SizeAt(ImmutableArray<BookLevel> levels, decimal price)
    {
        var (low, high) = (0, levels.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = levels[middle].Price;
            if (found == price)
            {
                return levels[middle].Quantity;
            }

            (low, high) = IsDeeper(price, found) ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }

    private WallNotice Notice(WallTurn turn, Wall wall, DateTimeOffset at) =>
        new(turn, Told(wall, wall.IsHeard), at, Levels: 1, wall.From, HasOppositeFill: false);

    private RestingWall Told(Wall wall, bool isHeard) =>
        new(isBid, wall.Price, wall.Size, isHeard ? wall.Executed : null, wall.From, wall.IsSeenToCome);

    private sealed class Wall(decimal price, decimal size, in WallMoment moment, bool isSeenToCome)
    {
        private decimal _left = size;

        public decimal Price => price;

        public decimal Size { get; private set; } = size;

        public decimal Executed { get; set; }

        public DateTimeOffset From { get; } = moment.At;

        public bool IsSeenToCome => isSeenToCome;

        /// <summary>Trades were heard when it was last looked at.</summary>
        public bool IsHeard { get; private set; } = moment.HearsTrades;

        public bool IsTold { get; set; }

        public decimal Gone => Size - _left;

        /// <summary>When most of it was found to be gone; null while it stands.</summary>
        public DateTimeOffset? GoneAt { get; private set; }

        public void Show(decimal left, in WallMoment now, decimal gone)
        {
            (_left, IsHeard) = (left, now.HearsTrades);
            Size = Math.Max(Size, left);
            GoneAt = left > Size * (1 - gone) ? null : GoneAt ?? now.At;
        }
    }
}
