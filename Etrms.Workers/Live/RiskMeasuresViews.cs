using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Workers.Live;

/// <summary>The measures of the whole book as others see them.</summary>
internal static class RiskMeasuresViews
{
    /// <param name="snapshot">What the engine measured.</param>
    /// <param name="crash">A bad day that the engine does not know of; null for none.</param>
    public static RiskMeasuresView ToRiskMeasuresView(this RiskSnapshot snapshot, StressResult? crash)
    {
        var measures = snapshot.Measures;
        return new RiskMeasuresView
        {
            RiskScore = snapshot.Book.RiskScore is { } score
                ? new MeasureView(score, null, snapshot.AsOf.ReceivedAt)
                : new MeasureView(null, "a part of it is unknown", null),
            RiskScoreParts = [.. snapshot.Book.RiskScoreParts.Select(part => new RiskScorePart(part.Name, part.Score, part.Weight, part.Explanation))],
            HistoryUntil = measures.HistoryUntil,
            Exposures = [.. measures.Exposures.Select(ToView)],
            Concentration = ToView(measures.Concentration),
            EffectiveNumber = ToView(measures.EffectiveNumber),
            CorrelatedExposure = ToView(measures.CorrelatedExposure),
            DiversificationRatio = ToView(measures.DiversificationRatio),
            StressedBecause = measures.StressedBecause,
            BetaExposure = ToView(measures.BetaExposure),
            FundingPerDay = ToView(measures.FundingPerDay),
            JointDistances = [.. measures.JointDistances.Select(joint => new JointDistanceView(joint.Account.Value, joint.Name, ToView(joint.Move), joint.IsOutOfReach))],
            Tails = [.. measures.Tails.Select(ToView)],
            Stresses = [.. measures.Stresses.Select(ToView), .. crash is null ? [] : new[] { ToView(crash) }],
            StressReason = measures.StressReason,
        };
    }

    private static MeasureView ToView(Measured measured) => new(measured.Value, measured.Reason, measured.At);

    private static StressView ToView(StressResult stress) => new(stress.Name, stress.Description, stress.Profit, stress.EquityAfter, stress.Reason);

    private static UnderlyingExposureView ToView(UnderlyingExposure exposure) => new(
        exposure.Underlying, ToView(exposure.Gross), ToView(exposure.Net), ToView(exposure.Long), ToView(exposure.Short), ToView(exposure.Share),
        ToView(exposure.Beta),
        [.. exposure.Venues.Select(venue => new VenueExposureView(venue.Exchange.ToString(), ToView(venue.Gross), ToView(venue.Net)))]);

    private static TailView ToView(TailMetrics tail) => new(
        tail.Confidence, tail.HorizonHours, ToView(tail.ValueAtRisk), ToView(tail.ExpectedShortfall), [.. tail.Models.Select(ToView)]);

    private static TailModelView ToView(TailModelMetrics model) => new(
        model.Model, ToView(model.ValueAtRisk), ToView(model.ExpectedShortfall), model.HasVote, ToView(model.Coverage), model.CoverageReason);

    private static CoverageView? ToView(CoverageMetrics? metrics) => metrics is not { } coverage ? null : new CoverageView(
        coverage.Observations, coverage.Exceptions, coverage.Expected, coverage.Kupiec, coverage.Independence, coverage.Joint,
        coverage.ShortfallRatio, coverage.IsFailing);
}
