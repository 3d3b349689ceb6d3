using System.Collections.Concurrent;

namespace Etrms.Workers.Risk.Execution;

/// <summary>
/// Numbers the orders of a plan. A number is never used twice, also not by the worker that resumes the plan: the client order id comes from it,
/// and a venue may well accept the id of a filled order again.
/// </summary>
internal sealed class Attempts
{
    private readonly ConcurrentDictionary<(Guid Plan, PositionKey Position), int> _last = new();

    public int Next(Guid plan, PositionKey position) => _last.AddOrUpdate((plan, position), 1, (_, last) => last + 1);

    /// <summary>The number used last; 0 before the first.</summary>
    public int Last(Guid plan, PositionKey position) => _last.GetValueOrDefault((plan, position));

    /// <summary>What a former worker used.</summary>
    public void Used(Guid plan, PositionKey position, int attempt) =>
        _last.AddOrUpdate((plan, position), attempt, (_, last) => Math.Max(last, attempt));
}
