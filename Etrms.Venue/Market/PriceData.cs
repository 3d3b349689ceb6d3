using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Everything that is known beforehand about one contract's prices.</summary>
/// <param name="Bars">What is replayed.</param>
/// <param name="Hours">Hourly bars for the longer history; null when there are none.</param>
/// <param name="Days">Daily bars likewise.</param>
internal sealed record ContractData(
    Instrument Instrument, IBarSeries Bars, IBarSeries? Hours, IBarSeries? Days, IReadOnlyList<FundingRate> Funding)
{
    /// <summary>The bars are history only: what comes is told by a live feed.</summary>
    public bool IsLed { get; init; }

    /// <summary>The contract whose path is walked: its own, or the one that it follows on another venue.</summary>
    public Instrument Leader { get; init; } = Instrument;

    /// <summary>Time between two funding settlements.</summary>
    public TimeSpan FundingInterval { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>What the venue replays, where it came from and when it starts.</summary>
internal sealed record PriceData(PriceSource Source, DateTimeOffset StartAt, ImmutableArray<ContractData> Contracts)
{
    /// <summary>Market time is wall time: what passed while the prices were loaded has passed in the market too.</summary>
    public bool FollowsWall { get; init; }
}
