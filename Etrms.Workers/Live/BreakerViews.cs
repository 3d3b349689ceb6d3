using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Live;

/// <summary>Breakers with their live state as others see them.</summary>
internal static class BreakerViews
{
    public static BreakerView ToView(this BreakerSnapshot snapshot) => new()
    {
        Id = snapshot.Breaker.Id,
        Revision = snapshot.Breaker.Revision,
        Configuration = snapshot.Breaker.ToBody(),
        Sentence = BreakerSentence.Describe(snapshot.Breaker),
        Unit = NameOf(ConditionCatalog.UnitOf(snapshot.Breaker)),
        Status = snapshot.Status,
        Value = snapshot.Value,
        Progress = snapshot.Progress,
        Explanation = snapshot.Explanation,
        TripCount = snapshot.TripCount,
        LastTrippedAt = snapshot.LastTrippedAt,
        Pending = snapshot.Pending,
        StateVersion = snapshot.StateVersion,
    };

    public static BreakerEvaluationView ToView(this BreakerEvaluation evaluation) => new(
        evaluation.BreakerId, evaluation.Name, evaluation.Verdict, evaluation.Value, evaluation.Threshold, evaluation.Explanation,
        evaluation.WouldDo);

    public static string NameOf(ConditionUnit unit) => unit switch
    {
        ConditionUnit.Fraction => "fraction",
        ConditionUnit.Quote => "quote",
        ConditionUnit.Base => "base",
        ConditionUnit.Count => "count",
        ConditionUnit.Multiple => "multiple",
        ConditionUnit.Seconds => "seconds",
    };
}
