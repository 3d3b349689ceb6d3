using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>
/// Fall of flow-neutral equity from its peak. A scope of single contracts measures the profit of those contracts against the account's
/// equity at the peak.
/// </summary>
internal sealed class MaxDrawdown : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "MAX_DRAWDOWN",
        Title = "Maximum drawdown",
        Unit = ConditionUnit.Fraction,
        Formula = "1 - equity / peak equity, transfers taken out",
        DefaultThreshold = 0.1m,
        DefaultClearAt = 0.8m,
        Settings =
        [
            new("mode", "Peak", SettingKind.Choice, "TRAILING_INTRADAY", ["TRAILING_INTRADAY", "TRAILING_EOD", "STATIC"],
                "What the fall is measured from: the highest equity at any moment, at the end of a day, or the equity when armed."),
            new("window", "Window", SettingKind.Choice, "LIFETIME", ["LIFETIME", "EPISODE", "ROLLING"],
                "Since arming, since the book was last flat, or over the last days."),
            new("rolling_days", "Rolling days", SettingKind.Number, "30", [], "Days of the rolling window.") { Min = 1, Max = 3650 },
            new("lock_at", "Lock at", SettingKind.Number, "0", [],
                "Gain since arming at which the peak stops rising, as a fraction; 0 never.") { Min = 0, Max = 100 },
        ],
    };

    public bool FollowsMarkets => true;

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        if (settings.Choice("window") == "ROLLING" && settings.Choice("mode") != "TRAILING_INTRADAY")
        {
            yield return ("settings.mode", "A rolling window needs the mode TRAILING_INTRADAY.");
        }

        // Entries are paused, so equity cannot recover and the breaker would never clear by itself.
        if (breaker.Rearm.Mode == RearmMode.AutoRecover && breaker.Stages.Any(stage => stage.Actions.Any(Pauses)))
        {
            yield return ("rearm_mode",
                "AUTO_RECOVER alone would never re-arm: with entries stopped the drawdown cannot recover. Use MANUAL, AUTO_TIME, BOTH or NEXT_DAY.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private static bool Pauses(BreakerAction action) => action.Kind is BreakerActionKind.PauseTrading or BreakerActionKind.ClosePositions or BreakerActionKind.LockOut;

    private sealed class Meter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly bool _isPartial = context.Scope.Scope.IsPartial;
        private readonly bool _isTrailing = settings.Choice("mode") == "TRAILING_INTRADAY";
        private readonly bool _isEndOfDay = settings.Choice("mode") == "TRAILING_EOD";
        private readonly bool _isEpisode = settings.Choice("window") == "EPISODE";
        private readonly decimal _lockAt = settings.Number("lock_at");
        private readonly RollingPeak? _rolling = settings.Choice("window") == "ROLLING"
            ? new RollingPeak(TimeSpan.FromDays((double)settings.Number("rolling_days"))) : null;

        private bool _isStarted;
        private decimal _peak;

        /// <summary>Equity that the fall is a share of: the peak itself, or the accounts' equity at the peak of a partial scope.</summary>
        private decimal _base;
        private decimal _cap = decimal.MaxValue;
        private decimal _regain;

        public override bool HasPeak => true;

        public override void Suppose()
        {
            if (_isStarted)
            {
                Observe();
            }
        }

        public override bool IsGraceOver => Level >= _regain;

        public override bool IsSteady => _isStarted && !_isEpisode && _rolling is null;

        public override bool HangsOnDay => _isEndOfDay;

        public override decimal? Headroom => _isTrailing && _peak < _cap ? _peak - Level : null;

        private decimal Level => _isPartial ? Scope.Pnl : Scope.Equity;

        public override void Observe()
        {
            var level = Level;
            if (!_isStarted || (_isEpisode && Scope.Positions.Count == 0))
            {
                Start(level);
            }

            if (_rolling is not null)
            {
                (_peak, _base) = _rolling.Observe(level, Scope.Equity, Books.Clock.MarketNow);
            }
            else if (_isTrailing && level > _peak && _peak < _cap)
            {
                Raise(level);
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => _base > 0 && _peak - Level >= level * _base;

        public override decimal Measure(PositionBook? position) => _base > 0 ? (_peak - Level) / _base : 0;

        public override string Explain(PositionBook? position) => Scope.Scope.IsPartial
            ? $"({Words.Money(_peak)} best profit - {Words.Money(Level)} now) / {Words.Money(_base)} equity = {Words.Percent(Measure(position))}"
            : $"1 - {Words.Money(Level)} equity / {Words.Money(_peak)} peak = {Words.Percent(Measure(position))}";

        public override void OnDayStarted(bool isNewWeek, bool isNewMonth)
        {
            if (_isEndOfDay && _isStarted && Scope.Reason is null && Level > _peak && _peak < _cap)
            {
                Raise(Level);
            }
        }

        public override void OnFlow(decimal factor)
        {
            if (factor == 0)
            {
                _isStarted = false;
                return;
            }

            _base *= factor;
            if (!Scope.Scope.IsPartial)
            {
                _peak *= factor;
                _regain *= factor;
                _cap = _cap == decimal.MaxValue ? _cap : _cap * factor;
            }

            _rolling?.Scale(factor, Scope.Scope.IsPartial);
        }

        public override bool TryRebase()
        {
            _regain = 0;
            _isStarted = false;
            return true;
        }

        public override bool TryBeginGrace()
        {
            var peak = _peak;
            TryRebase();
            _regain = peak;
            return true;
        }

        public override MeterState Capture()
        {
            var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
            values["started"] = _isStarted ? 1 : 0;
            (values["peak"], values["base"], values["cap"], values["regain"]) = (_peak, _base, _cap, _regain);
            return new MeterState(values.ToImmutable(), _rolling?.Capture() ?? []);
        }

        public override void Restore(MeterState state)
        {
            _isStarted = state.Values["started"] == 1;
            (_peak, _base, _cap, _regain) = (state.Values["peak"], state.Values["base"], state.Values["cap"], state.Values["regain"]);
            _rolling?.Restore(state.Points);
        }

        private void Start(decimal level)
        {
            _isStarted = true;
            _cap = _lockAt > 0 && !Scope.Scope.IsPartial ? level * (1 + _lockAt) : decimal.MaxValue;
            _rolling?.Clear();
            Raise(level);
        }

        private void Raise(decimal level)
        {
            _peak = Math.Min(level, _cap);
            _base = Scope.Scope.IsPartial ? Scope.Equity : _peak;
        }
    }
}
