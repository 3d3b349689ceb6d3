using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Times: listed windows of the week, the age of positions, the minutes before funding.</summary>
internal sealed class TimeBased : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "TIME_BASED",
        Title = "Time",
        Unit = ConditionUnit.Count,
        Formula = "1 inside a listed window or shortly before funding, else 0; or the age of each position in seconds",
        DefaultThreshold = 1m,
        DefaultClearAt = 0.5m,
        Settings =
        [
            new("measure", "Measured", SettingKind.Choice, "WINDOW", ["WINDOW", "POSITION_AGE", "BEFORE_FUNDING"],
                "Listed windows, how long each position is open, or the time before open positions are funded."),
            new("windows", "Windows", SettingKind.Text, "SAT,SUN 00:00 24h", [],
                "Days, start and length, or the five fields of cron and a length, several parted by semicolons: MON-FRI 22:00 8h; 30 18 * * SUN 90m; 0 12 1 JAN,JUL * 2d."),
            new("zone", "Time zone", SettingKind.Text, "UTC", [], "IANA name of the zone of the windows, such as Europe/Berlin."),
            new("minutes_before", "Minutes before funding", SettingKind.Number, "10", [], "Only before funding: how long ahead it holds.") { Min = 1, Max = 480 },
        ],
    };

    public ConditionUnit UnitOf(CircuitBreaker breaker) => IsPerPosition(breaker) ? ConditionUnit.Seconds : ConditionUnit.Count;

    public bool IsPerPosition(CircuitBreaker breaker) => Measured(breaker) == "POSITION_AGE";

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        var faults = IsPerPosition(breaker) ? [] : WholeNumber.ValidateOne(breaker);
        return Measured(breaker) == "WINDOW" ? faults.Concat(ListedWindows.Faults(settings.Choice("windows"), settings.Choice("zone"))) : faults;
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context)
    {
        var settings = new SettingValues(context.Breaker, Description);
        return Measured(context.Breaker) switch
        {
            "WINDOW" => new WindowMeter(context, ListedWindows.Parse(settings.Choice("windows"), settings.Choice("zone"))),
            "POSITION_AGE" => new AgeMeter(context),
            _ => new FundingMeter(context, TimeSpan.FromMinutes((double)settings.Number("minutes_before"))),
        };
    }

    private string Measured(CircuitBreaker breaker) => new SettingValues(breaker, Description).Choice("measure");

    private sealed class WindowMeter(MeterContext context, ListedWindows windows) : ConditionMeter(context)
    {
        public override bool IsPaced => true;

        /// <summary>The clock is always known.</summary>
        public override string? UnknownReason => null;

        public override bool Reaches(PositionBook? position, decimal level) => windows.Holds(Books.Clock.MarketNow);

        public override decimal Measure(PositionBook? position) => windows.Holds(Books.Clock.MarketNow) ? 1 : 0;

        public override string Explain(PositionBook? position) =>
            windows.Holds(Books.Clock.MarketNow) ? $"inside the window {windows}" : $"outside the window {windows}";
    }

    private sealed class AgeMeter(MeterContext context) : ConditionMeter(context)
    {
        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.HoldingsReason;

        public override string? UnknownReasonOf(PositionBook? position) => position is { Trip.OpenedAt: null }
            ? "it is not known when it was opened" : null;

        public override bool Reaches(PositionBook? position, decimal level) => position is not null && Age(position) >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) => position is null ? 0 : (decimal)Age(position) / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position) => position is null ? "no open position"
            : $"{position.Contract.Id.Symbol} has been open for {Words.Of(Measure(position), ConditionUnit.Seconds)}";

        /// <summary>In market time; never negative when a replay was set back.</summary>
        private long Age(PositionBook position) =>
            position.Trip.OpenedAt is { } openedAt ? Math.Max(Books.Clock.MarketNow - openedAt.UtcTicks, 0) : 0;
    }

    private sealed class FundingMeter(MeterContext context, TimeSpan ahead) : ConditionMeter(context)
    {
        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.HoldingsReason ?? ForecastReason();

        public override bool Reaches(PositionBook? position, decimal level) => IsNear(out _);

        public override decimal Measure(PositionBook? position) => IsNear(out _) ? 1 : 0;

        public override string Explain(PositionBook? position) => IsNear(out var next)
            ? $"{next!.Contract.Id.Symbol} is funded at {next.Contract.Funding!.NextAt:HH\\:mm} UTC, within {Words.Duration(ahead)}"
            : $"no open position is funded within {Words.Duration(ahead)}";

        private string? ForecastReason()
        {
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                if (Scope.Positions[i].Contract.Funding is not { } funding || funding.NextAt.UtcTicks + TimeSpan.TicksPerMinute < Books.Clock.MarketNow)
                {
                    return "the time of the next funding is not known";
                }
            }

            return null;
        }

        private bool IsNear(out PositionBook? next)
        {
            next = null;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var left = (Scope.Positions[i].Contract.Funding?.NextAt.UtcTicks ?? 0) - Books.Clock.MarketNow;
                if (left >= 0 && left <= ahead.Ticks)
                {
                    next = Scope.Positions[i];
                    return true;
                }
            }

            return false;
        }
    }
}
