using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How restless prices are, by one-minute returns of the marks: against their own usual, or in absolute terms.</summary>
internal sealed class Volatility : ICondition
{
    /// <summary>The long window must see enough of the usual.</summary>
    private const int LongOverShort = 20;

    public ConditionDescription Description { get; } = new()
    {
        Key = "VOLATILITY",
        Title = "Volatility",
        Unit = ConditionUnit.Multiple,
        Formula = "short over long EWMA volatility of one-minute returns, or the last |return| in standard deviations, or annualised volatility (1.00 is 100 %); of the contract where it is highest",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.85m,
        Settings =
        [
            new("measure", "Measured as", SettingKind.Choice, "RATIO", ["RATIO", "Z_SCORE", "ABSOLUTE"],
                "Short against long, the last minute against the long window, or annualised over the short window."),
            new("short_minutes", "Short window", SettingKind.Number, "5", [], "Minutes.") { Min = 1, Max = 72 },
            new("long_minutes", "Long window", SettingKind.Number, "100", [], "Minutes, at least 20 times the short window; unknown until that many are seen.")
                { Min = 20, Max = 1440 },
        ],
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        if (settings.Number("long_minutes") < LongOverShort * settings.Number("short_minutes"))
        {
            yield return ("settings.long_minutes", "The long window must be at least 20 times the short one.");
        }

        if (settings.Number("long_minutes") % 1 != 0 || settings.Number("short_minutes") % 1 != 0)
        {
            yield return ("settings.short_minutes", "The windows are whole minutes.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private sealed class Meter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly VolatilityFigure _figure = VolatilityFigure.Of(
            settings.Choice("measure"), (int)settings.Number("short_minutes"), (int)settings.Number("long_minutes"));

        private readonly decimal _firstLevel = context.Breaker.Stages[0].At * context.Breaker.Threshold;
        private readonly Scope _markets = context.Scope.Scope with { Accounts = [] };
        private readonly Dictionary<ContractBook, Course?> _courses = [];
        private readonly List<Course> _list = [];
        private ImmutableArray<MeterPoint> _stored = [];

        public override bool IsPaced => true;

        public override bool HearsPrices => true;

        /// <summary>The highest is known to be too high although others are not known; else one unknown makes the highest unknown.</summary>
        public override string? UnknownReason => Highest(out var isComplete) is var highest && isComplete || highest >= _firstLevel
            ? null : "not enough minutes of prices have been seen yet";

        public override void OnPrice(ContractBook contract)
        {
            if (!_courses.TryGetValue(contract, out var course))
            {
                course = _markets.Covers(default, contract.Id, contract.Underlying) ? Follow(contract) : null;
                _courses[contract] = course;
            }

            if (course is not null && course.Closes.Observe(contract.Mark, Books.Clock.MarketNow))
            {
                course.Value = _figure.Of(course.Closes.Returns());
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => Highest(out _) >= level;

        public override decimal Measure(PositionBook? position) => Highest(out _);

        public override string Explain(PositionBook? position) => HighestCourse() is { } course
            ? $"{course.Contract.Id.Symbol}: {_figure.Name} {Words.Plain(course.Value ?? 0)}"
            : "no open position";

        public override MeterState Capture() => new(
            ImmutableSortedDictionary<string, decimal>.Empty,
            [.. _list.OrderBy(course => course.Contract.Id).SelectMany(course => course.Closes.Capture(course.Contract.Id.ToString()))]);

        public override void Restore(MeterState state)
        {
            _stored = state.Points;
            foreach (var contract in Books.Contracts.OrderBy(contract => contract.Id).Where(contract =>
                state.Points.Any(point => point.Of == contract.Id.ToString())))
            {
                Follow(contract);
            }

            _stored = [];
        }

        private Course Follow(ContractBook contract)
        {
            var course = new Course(contract, new MinuteCloses(_figure.Needed));
            _courses[contract] = course;
            _list.Add(course);
            foreach (var point in _stored.Where(point => point.Of == contract.Id.ToString()))
            {
                course.Closes.Observe(point.Value, point.At.UtcTicks);
            }

            course.Value = _figure.Of(course.Closes.Returns());
            return course;
        }

        /// <summary>Named contracts count always, others while something is held in them.</summary>
        private bool Counts(ContractBook contract)
        {
            var counts = Scope.Scope.IsPartial;
            for (var i = 0; i < Scope.Positions.Count && !counts; i++)
            {
                counts = Scope.Positions[i].Contract == contract;
            }

            return counts;
        }

        private decimal Highest(out bool isComplete)
        {
            isComplete = !Scope.Scope.IsPartial || _list.Count > 0;
            var highest = 0m;
            for (var i = 0; i < _list.Count; i++)
            {
                if (Counts(_list[i].Contract))
                {
                    isComplete &= _list[i].Value is not null;
                    highest = Math.Max(highest, _list[i].Value ?? 0);
                }
            }

            return highest;
        }

        private Course? HighestCourse() => _list.Where(course => Counts(course.Contract)).MaxBy(course => course.Value ?? -1);
    }

    private sealed class Course(ContractBook contract, MinuteCloses closes)
    {
        public ContractBook Contract { get; } = contract;

        public MinuteCloses Closes { get; } = closes;

        /// <summary>Null while warming up.</summary>
        public decimal? Value { get; set; }
    }
}
