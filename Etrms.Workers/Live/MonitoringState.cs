namespace Etrms.Workers.Live;

/// <summary>Where monitoring stands, for those who look on.</summary>
internal sealed class MonitoringState
{
    private volatile LiveSurroundings _surroundings = new("starting", null);

    public LiveSurroundings Surroundings => _surroundings;

    /// <summary>True once recovery ended, or while this worker stands by for another.</summary>
    public bool IsReady { get; private set; }

    public void Becomes(string monitoring, bool isReady)
    {
        _surroundings = _surroundings with { Monitoring = monitoring };
        IsReady = isReady;
    }

    public void PricesComeFrom(string? source) => _surroundings = _surroundings with { PriceSource = source };
}
