using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages;

internal static class BreakerOrder
{
    public static bool IsTripped(this BreakerView breaker) => Words.Of(breaker.Status).Tone == Tone.Bad;

    /// <summary>Only these wait for the trader; the others come back by their own rule.</summary>
    public static bool CanResume(this BreakerView breaker) => breaker.Status is BreakerStatus.Latched or BreakerStatus.ActionError or BreakerStatus.CoolingDown;

    public static IReadOnlyList<BreakerView> MostUrgentFirst(IReadOnlyList<BreakerView> breakers) =>
        [.. breakers
            .OrderByDescending(breaker => breaker.IsTripped())
            .ThenBy(breaker => breaker.Configuration.Mode == BreakerMode.Off)
            .ThenByDescending(breaker => breaker.Progress ?? -1)
            .ThenBy(breaker => breaker.Configuration.Name, StringComparer.Ordinal)
            .ThenBy(breaker => breaker.Id)];
}
