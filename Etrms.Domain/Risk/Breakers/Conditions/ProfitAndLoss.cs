using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Loss or profit over a window: a calendar period, the last hours, or the life of a position.</summary>
internal sealed class ProfitAndLoss : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "PNL",
        Title = "Profit and loss",
        Unit = ConditionUnit.Fraction,
        Formula = "(equity at the start of the window - equity) / equity at the start, transfers taken out",
        DefaultThreshold = 0.05m,
        DefaultClearAt = 0.8m,
        Settings =
        [
            new("side", "Side", SettingKind.Choice, "LOSS", ["LOSS", "PROFIT"], "Trips on a loss or on a profit."),
            new("unit", "Measured in", SettingKind.Choice, "FRACTION", ["FRACTION", "QUOTE"],
                "A share of equity at the start of the window, or money."),
            new("window", "Window", SettingKind.Choice, "DAY", ["DAY", "WEEK", "MONTH", "ROLLING", "POSITION"],
                "Trading day, week from Monday, month, the last hours, or each position by itself."),
            new("rolling_hours", "Rolling hours", SettingKind.Number, "24", [], "Hours of the rolling window.") { Min = 1, Max = 8760 },
            new("include_unrealised", "With unrealised", SettingKind.Flag, "true", [],
                "Open profit and loss counts; that at the start of the window is the baseline."),
        ],
    };

    public ConditionUnit UnitOf(CircuitBreaker breaker) =>
        new SettingValues(breaker, Description).Choice("unit") == "QUOTE" ? ConditionUnit.Quote : ConditionUnit.Fraction;

    public bool IsPerPosition(CircuitBreaker breaker) => new SettingValues(breaker, Description).Choice("window") == "POSITION";

    ConditionMeter ICondition.CreateMeter(MeterContext context)
    {
        var settings = new SettingValues(context.Breaker, Description);
        return IsPerPosition(context.Breaker) ? new PositionMeter(context, settings) : new WindowMeter(context, settings);
    }

    /// <summary>Amount and the equity that it is a share of, seen from the side that trips.</summary>
    private static bool Reaches(decimal amount, decimal of, decimal level, bool isMoney) =>
        isMoney ? amount >= level : of > 0 ? amount >= level * of : amount > 0;

    private static decimal Value(decimal amount, decimal of, bool isMoney) =>
        isMoney ? amount : of > 0 ? amount / of : amount > 0 ? Ratio.Beyond : 0;

    private static string Name(decimal loss) => loss >= 0 ? $"{Words.Money(loss)} lost" : $"{Words.Money(-loss)} won";

    private sealed class WindowMeter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly string _window = settings.Choice("window");
        private readonly bool _isWeek = settings.Choice("window") == "WEEK";
        private readonly bool _isMonth = settings.Choice("window") == "MONTH";
        private readonly bool _isLoss = settings.Choice("side") == "LOSS";
        private readonly bool _isMoney = settings.Choice("unit") == "QUOTE";
        private readonly bool _isWhole = settings.Flag("include_unrealised");
        private readonly RollingStart? _rolling = settings.Choice("window") == "ROLLING"
            ? new RollingStart(TimeSpan.FromHours((double)settings.Number("rolling_hours"))) : null;

        /// <summary>Set by a resume: the rest of the window is measured from there.</summary>
        private PeriodStart? _resumedAt;
        private bool _resumePending;

        public override bool IsSteady => _rolling is null && !_resumePending;

        private PeriodStart Start => _resumedAt ?? _rolling?.Oldest ?? (_isWeek ? Scope.Series.Week : _isMonth ? Scope.Series.Month : Scope.Series.Day);

        public override void Observe()
        {
            if (_resumePending)
            {
                _resumedAt = _rolling is null ? Scope.Now : null;
                _resumePending = false;
                _rolling?.Clear();
            }

            _rolling?.Observe(Scope.Now, Books.Clock.MarketNow);
        }

        public override bool Reaches(PositionBook? position, decimal level)
        {
            var start = Start;
            return ProfitAndLoss.Reaches(Amount(start), start.Equity, level, _isMoney);
        }

        public override decimal Measure(PositionBook? position)
        {
            var start = Start;
            return Value(Amount(start), start.Equity, _isMoney);
        }

        public override string Explain(PositionBook? position)
        {
            var start = Start;
            var loss = Loss(start);
            var kind = _isWhole ? "" : " realised";
            return _isMoney
                ? $"{Name(loss)}{kind} in the window ({_window.ToLowerInvariant()})"
                : $"{Name(loss)}{kind} / {Words.Money(start.Equity)} equity at the start of the window ({_window.ToLowerInvariant()}) = "
                    + Words.Percent(Value(Amount(start), start.Equity, isMoney: false));
        }

        public override void OnDayStarted(bool isNewWeek, bool isNewMonth)
        {
            if (_window == "DAY" || (_isWeek && isNewWeek) || (_isMonth && isNewMonth))
            {
                _resumedAt = null;
            }
        }

        public override void OnFlow(decimal factor)
        {
            _resumedAt = _resumedAt is { } start ? start with { Equity = factor == 0 ? Scope.Equity : start.Equity * factor } : null;
            _rolling?.Scale(factor, Scope.Equity);
        }

        public override bool TryRebase() => _resumePending = true;

        public override MeterState Capture()
        {
            var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
            values["resume_pending"] = _resumePending ? 1 : 0;
            if (_resumedAt is { } start)
            {
                (values["equity"], values["pnl"], values["realized"]) = start;
            }

            return new MeterState(values.ToImmutable(), _rolling?.Capture() ?? []);
        }

        public override void Restore(MeterState state)
        {
            _resumePending = state.Values["resume_pending"] == 1;
            _resumedAt = state.Values.TryGetValue("equity", out var equity)
                ? new PeriodStart(equity, state.Values["pnl"], state.Values["realized"])
                : null;
            _rolling?.Restore(state.Points);
        }

        /// <summary>Seen from the side that trips.</summary>
        private decimal Amount(in PeriodStart start) => _isLoss ? Loss(start) : 0 - Loss(start);

        /// <summary>Money for money windows; for shares of a whole account the flow-neutral difference of equity.</summary>
        private decimal Loss(in PeriodStart start) => !_isWhole ? start.Realized - Scope.RealizedPnl
            : _isMoney || Scope.Scope.IsPartial ? start.Pnl - Scope.Pnl
            : start.Equity - Scope.Equity;
    }

    private sealed class PositionMeter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly int _sign = settings.Choice("side") == "LOSS" ? 1 : -1;
        private readonly bool _isMoney = settings.Choice("unit") == "QUOTE";
        private readonly bool _isWhole = settings.Flag("include_unrealised");

        public override bool IsSteady => true;

        public override bool HangsOnDay => false;

        public override bool Reaches(PositionBook? position, decimal level) =>
            position is not null && ProfitAndLoss.Reaches(_sign * Loss(position), Scope.Equity, level, _isMoney);

        public override decimal Measure(PositionBook? position) =>
            position is null ? 0 : Value(_sign * Loss(position), Scope.Equity, _isMoney);

        public override string Explain(PositionBook? position) => position is null
            ? "no open position"
            : $"{position.Contract.Id.Symbol}: {Name(Loss(position))} since the position was opened"
                + (_isMoney ? "" : $" / {Words.Money(Scope.Equity)} equity = {Words.Percent(Measure(position))}");

        private decimal Loss(PositionBook position) => -position.Trip.NetPnl - (_isWhole ? position.UnrealizedPnl : 0);
    }
}
