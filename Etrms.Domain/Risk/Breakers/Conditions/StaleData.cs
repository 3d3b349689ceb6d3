using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Age of the worst feed that open positions need.</summary>
internal sealed class StaleData : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "STALE_DATA",
        Title = "Stale data",
        Unit = ConditionUnit.Seconds,
        Formula = "age of the oldest needed input while a position is open",
        DefaultThreshold = 15m,
        DefaultClearAt = 0.5m,
        IsOfFeeds = true,
        Settings =
        [
            new("feed", "Feed", SettingKind.Choice, "MARK", ["MARK", "USER_STREAM", "ACCOUNT_CHECK"],
                "Mark prices of open positions, the account's private stream, or its full reading."),
        ],
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) =>
        new Meter(context, new SettingValues(context.Breaker, Description).Choice("feed"));

    private sealed class Meter(MeterContext context, string feed) : ConditionMeter(context)
    {
        private readonly bool _isMark = feed == "MARK";
        private readonly bool _isStream = feed == "USER_STREAM";
        private (int Held, decimal Level) _dueFor = (-1, 0);
        private long _dueAt;

        public override bool SamplesClock => true;

        /// <summary>Silence is what is measured here, so it never makes the value unknown.</summary>
        public override string? UnknownReason => null;

        /// <summary>Feeds only become fresher, so while the same positions are held the oldest of them cannot reach the level before its time.</summary>
        public override bool MayReachAny(decimal level)
        {
            if (Books.Clock.Now >= _dueAt || _dueFor != (Scope.Version, level))
            {
                _dueFor = (Scope.Version, level);
                _dueAt = Books.Clock.Now - OldestAge() + (long)Math.Min(level * TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay);
            }

            return Books.Clock.Now >= _dueAt;
        }

        public override bool Reaches(PositionBook? position, decimal level) => OldestAge() >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) => (decimal)OldestAge() / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position) => Scope.Positions.Count == 0
            ? "no open position needs a feed"
            : $"the oldest {feed.Replace('_', ' ').ToLowerInvariant()} is {Words.Of(Measure(position), ConditionUnit.Seconds)} old";

        private long OldestAge()
        {
            if (Scope.Positions.Count == 0)
            {
                return 0;
            }

            var oldest = Books.Clock.Now;
            var positions = Scope.Positions;
            for (var i = 0; i < positions.Count; i++)
            {
                oldest = Math.Min(oldest, SeenAt(positions[i]));
            }

            return Books.Clock.Now - oldest;
        }

        /// <summary>A feed that was never heard is as old as the account's first reading; after a restart silence counts from the start.</summary>
        private long SeenAt(PositionBook position)
        {
            var seen = _isMark ? position.Contract.StreamedAt : _isStream ? position.Account.StreamAt : position.Account.ReadAt;
            return Math.Max(seen != 0 ? seen : position.Account.ReadAt, Books.RunningSince);
        }
    }
}
