using System.Collections.Immutable;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Measures;

/// <summary>
/// Value at risk and expected shortfall of one scope at one confidence and horizon: three models, the test of each, and their vote. A model
/// that fails its test has no vote while another passes; of those that vote the strictest drives limits.
/// </summary>
internal sealed class TailBook(decimal confidence, int hours)
{
    private const string NotYet = "it has not been measured yet";

    private static readonly ImmutableArray<TailModel> All = [.. Enum.GetValues<TailModel>()];

    private readonly TailRiskMeasure _measure = new((double)confidence, hours);
    private readonly CoverageReplay _replay = new((double)confidence);
    private readonly Slot[] _slots = [.. All.Select(model => new Slot(model))];

    public decimal Confidence => confidence;

    public int Hours => hours;

    /// <summary>How many breakers read it.</summary>
    public int Readers { get; set; }

    /// <summary>The largest of those that have a vote.</summary>
    public Measured ValueAtRisk { get; private set; } = Measured.Unknown(NotYet);

    public Measured ExpectedShortfall { get; private set; } = Measured.Unknown(NotYet);

    public Measured ValueAtRiskBy(TailModel model) => _slots[(int)model].ValueAtRisk;

    public Measured ExpectedShortfallBy(TailModel model) => _slots[(int)model].ExpectedShortfall;

    /// <summary>Nothing is held, so nothing can be lost; or why nothing can be said.</summary>
    public void Set(string? reason, DateTimeOffset at)
    {
        var measured = reason is null ? Measured.Known(0, at) : Measured.Unknown(reason, at);
        foreach (var slot in _slots)
        {
            (slot.ValueAtRisk, slot.ExpectedShortfall, slot.HasVote) = (measured, measured, reason is null);
        }

        (ValueAtRisk, ExpectedShortfall) = (measured, measured);
    }

    /// <param name="past">Past hours with today's positions.</param>
    /// <param name="overHorizon">Their profits over stretches as long as the horizon; empty where too few of them are independent.</param>
    /// <param name="at">Our clock.</param>
    public void Measure(FilteredHours past, ReadOnlySpan<double> overHorizon, DateTimeOffset at)
    {
        _measure.Measure(past, overHorizon);
        foreach (var slot in _slots)
        {
            slot.Take(_measure.Of(slot.Model), past.Count, hours, at);
        }

        Vote(at);
    }

    /// <summary>Tests every model on the hours that are known, an hour ahead each.</summary>
    public void Test(ReadOnlySpan<double> profits)
    {
        foreach (var slot in _slots)
        {
            slot.Coverage = _replay.Run(slot.Model, profits);
            slot.CoverageReason = slot.Coverage is not null ? null
                : $"{CoverageReplay.ForecastsOf(slot.Model, profits.Length)} of {CoverageReplay.Enough} hours could be forecast";
        }
    }

    /// <summary>Takes the test of another horizon over: each forecasts single hours, so only the confidence decides.</summary>
    public void TakeTest(TailBook other)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            (_slots[i].Coverage, _slots[i].CoverageReason) = (other._slots[i].Coverage, other._slots[i].CoverageReason);
        }
    }

    public TailMetrics Capture() => new()
    {
        Confidence = confidence,
        HorizonHours = hours,
        ValueAtRisk = ValueAtRisk,
        ExpectedShortfall = ExpectedShortfall,
        Models =
        [
            .. _slots.Select(slot => new TailModelMetrics(
                slot.Model, slot.ValueAtRisk, slot.ExpectedShortfall, slot.HasVote, slot.Coverage, slot.CoverageReason)),
        ],
    };

    public void Restore(TailMetrics state)
    {
        (ValueAtRisk, ExpectedShortfall) = (state.ValueAtRisk, state.ExpectedShortfall);
        foreach (var model in state.Models)
        {
            var slot = _slots[(int)model.Model];
            (slot.ValueAtRisk, slot.ExpectedShortfall, slot.HasVote) = (model.ValueAtRisk, model.ExpectedShortfall, model.HasVote);
            (slot.Coverage, slot.CoverageReason) = (model.Coverage, model.CoverageReason);
        }
    }

    private void Vote(DateTimeOffset at)
    {
        var isAnyPassing = false;
        foreach (var slot in _slots)
        {
            isAnyPassing |= slot is { ValueAtRisk.Value: not null, IsFailing: false };
        }

        decimal? value = null;
        decimal? shortfall = null;
        foreach (var slot in _slots)
        {
            slot.HasVote = slot.ValueAtRisk.Value is not null && (!slot.IsFailing || !isAnyPassing);
            if (slot.HasVote)
            {
                value = Math.Max(slot.ValueAtRisk.Value!.Value, value ?? decimal.MinValue);
                shortfall = Math.Max(slot.ExpectedShortfall.Value!.Value, shortfall ?? decimal.MinValue);
            }
        }

        // The filtered model needs the fewest hours: what it lacks, all lack.
        var reason = _slots[(int)TailModel.Fhs].ValueAtRisk.Reason;
        ValueAtRisk = new Measured(value, value is null ? reason : null, at);
        ExpectedShortfall = new Measured(shortfall, shortfall is null ? reason : null, at);
    }

    /// <summary>One model's newest answer.</summary>
    private sealed class Slot(TailModel model)
    {
        private int _hours = -1;
        private string _lack = "";

        public TailModel Model { get; } = model;

        public Measured ValueAtRisk { get; set; } = Measured.Unknown(NotYet);

        public Measured ExpectedShortfall { get; set; } = Measured.Unknown(NotYet);

        public bool HasVote { get; set; }

        public CoverageMetrics? Coverage { get; set; }

        public string? CoverageReason { get; set; } = NotYet;

        public bool IsFailing => Coverage is { IsFailing: true };

        public void Take(TailRisk? risk, int known, int horizon, DateTimeOffset at)
        {
            if (risk is { } tail && Rounding.Money(tail.ValueAtRisk) is { } value && Rounding.Money(tail.ExpectedShortfall) is { } shortfall)
            {
                // A book that wins even in its worst hours has nothing at risk.
                (ValueAtRisk, ExpectedShortfall) = (Measured.Known(Math.Max(value, 0), at), Measured.Known(Math.Max(shortfall, 0), at));
                return;
            }

            ValueAtRisk = ExpectedShortfall = Measured.Unknown(LackOf(known, horizon), at);
        }

        /// <summary>The words are made anew only when the number of hours has changed.</summary>
        private string LackOf(int known, int horizon)
        {
            if (_hours != known)
            {
                var needed = TailRiskMeasure.NeededBy(Model);
                _hours = known;
                _lack = known < needed ? $"{known} of {needed} hours of past prices"
                    : Model == TailModel.Historical ? $"{known / horizon} of {needed} stretches of {horizon} hours"
                    : "its tail cannot be fitted to these hours";
            }

            return _lack;
        }
    }
}
