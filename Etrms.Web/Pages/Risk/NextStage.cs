using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Risk;

/// <summary>What a breaker would do next if its value went on, and how far that is.</summary>
/// <param name="At">Share of the limit at which the stage stands.</param>
/// <param name="Deeds">What the stage does, in words.</param>
public sealed record NextStage(BreakerView Breaker, decimal At, string Deeds)
{
    /// <summary>Nearest first; breakers that are off, tripped already or have nothing left to do are left out.</summary>
    public static IReadOnlyList<NextStage> Of(IReadOnlyList<BreakerView> breakers) =>
    [
        .. breakers.Where(breaker => breaker.Configuration.Mode != BreakerMode.Off && !breaker.IsTripped())
            .Select(Of).OfType<NextStage>().OrderBy(next => next.At - (next.Breaker.Progress ?? 0)),
    ];

    private static NextStage? Of(BreakerView breaker) =>
        BreakerWords.NextStageOf(breaker) is { } next ? new NextStage(breaker, next.At, next.Deeds) : null;
}
