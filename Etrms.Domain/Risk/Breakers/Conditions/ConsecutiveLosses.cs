using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Losing round trips in a row, after fees and funding.</summary>
internal sealed class ConsecutiveLosses : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "CONSECUTIVE_LOSSES",
        Title = "Consecutive losses",
        Unit = ConditionUnit.Count,
        Formula = "round trips in a row that lost more than the smallest loss, fees and funding included",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.5m,
        Settings =
        [
            new("min_loss", "Smallest loss", SettingKind.Number, "0", [], "A loss up to this amount is a scratch and counts as nothing.")
                { Min = 0 },
            new("min_win", "Smallest win", SettingKind.Number, "0", [], "A win must exceed this amount to end the streak.") { Min = 0 },
            new("reset_daily", "Reset daily", SettingKind.Flag, "false", [], "Starts at 0 with every trading day."),
        ],
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        if (breaker.Threshold != Math.Floor(breaker.Threshold))
        {
            yield return ("threshold", "The number of losses must be a whole number.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private sealed class Meter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly decimal _minLoss = settings.Number("min_loss");
        private readonly decimal _minWin = settings.Number("min_win");
        private readonly bool _resetsDaily = settings.Flag("reset_daily");
        private int _streak;
        private decimal _lost;

        public override bool IsSteady => true;

        public override bool HangsOnDay => _resetsDaily;

        /// <summary>Closed trades are facts: the count stays known while prices are not.</summary>
        public override string? UnknownReason => null;

        public override void OnTradeClosed(in ClosedTrade trade)
        {
            if (!Scope.Scope.Covers(trade.Account, trade.Instrument, trade.Underlying))
            {
                return;
            }

            if (trade.NetPnl < -_minLoss)
            {
                _streak++;
                _lost -= trade.NetPnl;
            }
            else if (trade.NetPnl > _minWin)
            {
                TryRebase();
            }
        }

        public override void OnDayStarted(bool isNewWeek, bool isNewMonth)
        {
            if (_resetsDaily)
            {
                TryRebase();
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => _streak >= level;

        public override decimal Measure(PositionBook? position) => _streak;

        public override string Explain(PositionBook? position) => _streak switch
        {
            0 => "no losing round trip since the last win",
            1 => $"1 losing round trip, {Words.Money(_lost)} lost",
            _ => $"{_streak} losing round trips in a row, {Words.Money(_lost)} lost together",
        };

        public override bool TryRebase()
        {
            (_streak, _lost) = (0, 0);
            return true;
        }

        public override MeterState Capture() =>
            new(ImmutableSortedDictionary<string, decimal>.Empty.Add("streak", _streak).Add("lost", _lost), []);

        public override void Restore(MeterState state) => (_streak, _lost) = ((int)state.Values["streak"], state.Values["lost"]);
    }
}
