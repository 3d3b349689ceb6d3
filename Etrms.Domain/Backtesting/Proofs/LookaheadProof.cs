using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Proofs;

/// <summary>Where a run without the later candles did something else.</summary>
/// <param name="At">Close of the last candle that both knew.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record LookaheadFinding(DateTimeOffset At, InstrumentId Instrument, string Message);

/// <summary>The same strategy begun later: whether its signals come to agree.</summary>
/// <param name="Dropped">Candles left out at the start.</param>
/// <param name="Compared">Candles with a signal in either run, from where the later one could know its indicators.</param>
/// <param name="Differing">Those with another signal.</param>
/// <param name="LastDifference">Close of the last such candle; null when there is none.</param>
/// <param name="IsSettled">True when the runs agree from half way on.</param>
public sealed record WarmUpProof(int Dropped, int Compared, int Differing, DateTimeOffset? LastDifference, bool IsSettled);

/// <summary>Evidence that a run knew nothing of later candles; attached to its result.</summary>
public sealed record LookaheadProof
{
    /// <summary>Nothing was proven.</summary>
    public static LookaheadProof None { get; } = new() { Cuts = 0, Compared = 0, Finding = null, WarmUps = [] };

    /// <summary>How often the data was cut off after a signal and the run repeated.</summary>
    public required int Cuts { get; init; }

    /// <summary>Entries of the order log compared in all.</summary>
    public required int Compared { get; init; }

    /// <summary>The earliest difference; null when there is none.</summary>
    public required LookaheadFinding? Finding { get; init; }

    /// <summary>Runs that began later; empty when the data is too short for one.</summary>
    public required ImmutableArray<WarmUpProof> WarmUps { get; init; }

    /// <summary>True when no order changed without the later candles. Without a single order nothing is proven.</summary>
    public bool IsClean => Finding is null && Cuts > 0;

    /// <summary>True when the signals do not depend on where the data begins.</summary>
    public bool IsSettled => WarmUps.All(proof => proof.IsSettled);
}
