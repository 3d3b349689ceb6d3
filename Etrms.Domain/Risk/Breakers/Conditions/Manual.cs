using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>A breaker that only the trader trips: a plan made in calm, carried out by one button.</summary>
internal sealed class Manual : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "MANUAL",
        Title = "Emergency button",
        Unit = ConditionUnit.Count,
        Formula = "1 when you pressed its button, until it is resumed",
        DefaultThreshold = 1m,
        DefaultClearAt = 0.5m,
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        foreach (var fault in WholeNumber.ValidateOne(breaker))
        {
            yield return fault;
        }

        if (breaker.Stages.Length != 1)
        {
            yield return ("stages", "A button has one stage.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private bool _isPressed;
        private string _reason = "";

        public override bool IsPaced => true;

        public override string? UnknownReason => null;

        public override bool TryPress(string reason)
        {
            (_isPressed, _reason) = (true, reason);
            return true;
        }

        public override bool Reaches(PositionBook? position, decimal level) => _isPressed;

        public override decimal Measure(PositionBook? position) => _isPressed ? 1 : 0;

        public override string Explain(PositionBook? position) =>
            !_isPressed ? "the button is not pressed" : _reason.Length == 0 ? "the button was pressed" : $"the button was pressed: {_reason}";

        public override bool TryRebase()
        {
            (_isPressed, _reason) = (false, "");
            return true;
        }

        public override MeterState Capture() => new(
            ImmutableSortedDictionary<string, decimal>.Empty.Add("pressed", _isPressed ? 1 : 0), [new MeterPoint(default, 0, _reason)]);

        public override void Restore(MeterState state) =>
            (_isPressed, _reason) = (state.Values["pressed"] == 1, state.Points.Select(point => point.Of).FirstOrDefault() ?? "");
    }
}
