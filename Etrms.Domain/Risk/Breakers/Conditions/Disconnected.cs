using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How long the worst feed that open positions need has been lost; 0 while every one is fresh.</summary>
internal sealed class Disconnected : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "DISCONNECTED",
        Title = "Connection lost",
        Unit = ConditionUnit.Seconds,
        Formula = "silence of the worst of marks, private stream and account check while a position is open; 0 while all are fresh",
        DefaultThreshold = 60m,
        DefaultClearAt = 0.1m,
        IsOfFeeds = true,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private const string Marks = "mark prices";
        private const string Stream = "private stream";
        private const string Check = "account check";

        public override bool IsPaced => true;

        /// <summary>Silence is what is measured here, so it never makes the value unknown.</summary>
        public override string? UnknownReason => null;

        public override bool Reaches(PositionBook? position, decimal level) => Silence(out _) is > 0 and var ticks && ticks >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) => (decimal)Silence(out _) / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position) => Scope.Positions.Count == 0 ? "no open position needs a feed"
            : Silence(out var feed) is > 0 and var ticks
                ? $"nothing from the {feed} for {Words.Of((decimal)ticks / TimeSpan.TicksPerSecond, ConditionUnit.Seconds)}"
                : "every feed that open positions need is fresh";

        private long Silence(out string feed)
        {
            feed = "";
            var longest = 0L;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var position = Scope.Positions[i];
                var account = position.Account;
                Compare(position.Contract.StreamedAt, Books.Settings.MarkStaleAfter, account, Marks, ref longest, ref feed);
                Compare(account.ReadAt, Books.Settings.AccountCheckStaleAfter, account, Check, ref longest, ref feed);
                var isDead = !account.IsStreamAlive && account.StreamAt != 0;
                Compare(account.StreamAt, isDead ? TimeSpan.Zero : Books.Settings.UserStreamStaleAfter, account, Stream, ref longest, ref feed);
            }

            return longest;
        }

        /// <summary>A feed that was never heard is as old as the account's first reading; after a restart silence counts from the start.</summary>
        private void Compare(long seenAt, TimeSpan fresh, AccountBook account, string name, ref long longest, ref string feed)
        {
            var age = Books.Clock.Now - Math.Max(seenAt != 0 ? seenAt : account.ReadAt, Books.RunningSince);
            if (age > fresh.Ticks && age > longest)
            {
                (longest, feed) = (age, name);
            }
        }
    }
}
