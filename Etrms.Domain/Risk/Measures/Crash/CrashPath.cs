using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Risk.Measures.Crash;

/// <summary>How far a price was from its start within one candle, as multiples of it.</summary>
public readonly record struct CrashStep(decimal Low, decimal High);

/// <summary>What one contract's price did on 10 and 11 October 2025, the days of the largest liquidations so far, by candles that the trader stored himself.</summary>
public sealed record CrashPath
{
    /// <summary>Share of candles that may be missing, as at an outage of the venue; with more the worst of it may be what is missing.</summary>
    private const decimal Outages = 0.005m;

    private CrashPath()
    {
    }

    /// <summary>10 and 11 October 2025, UTC.</summary>
    public static TimeRange Days { get; } = new(new DateTimeOffset(2025, 10, 10, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 10, 12, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Whose candles these are.</summary>
    public required InstrumentId Contract { get; init; }

    /// <summary>Length of a candle.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>One for each candle of the days; a missing one stands where the one before closed.</summary>
    public required ImmutableArray<CrashStep> Steps { get; init; }

    public required int Missing { get; init; }

    public decimal Lowest { get; private init; }

    public decimal Highest { get; private init; }

    /// <summary>Why the days cannot be replayed by it; null when they can.</summary>
    public string? Lack => Missing > Steps.Length * Outages
        ? string.Create(CultureInfo.InvariantCulture, $"the candles of {Contract} cover {(1 - ((decimal)Missing / Steps.Length)) * 100:0.#} % of 10 and 11 October 2025") : null;

    /// <summary>Null when no candle lies in these days.</summary>
    /// <param name="contract">Whose candles these are.</param>
    /// <param name="step">Length of a candle, of which a day is a multiple.</param>
    /// <param name="candles">In any order; others are left out.</param>
    public static CrashPath? Of(InstrumentId contract, TimeSpan step, IReadOnlyList<Candle> candles)
    {
        var slots = new Candle?[(int)(Days.Length / step)];
        foreach (var candle in candles.Where(candle => candle.OpenAt >= Days.Start && candle.OpenAt < Days.End))
        {
            slots[(int)((candle.OpenAt - Days.Start) / step)] = candle;
        }

        return slots.FirstOrDefault(slot => slot is not null) is { Open: > 0 } first ? Of(contract, step, slots, first.Open) : null;
    }

    /// <summary>The candle that an instant of the days lies in.</summary>
    public CrashStep At(TimeSpan sinceStart) => Steps[(int)(sinceStart / Step)];

    private static CrashPath Of(InstrumentId contract, TimeSpan step, Candle?[] slots, decimal start)
    {
        var steps = ImmutableArray.CreateBuilder<CrashStep>(slots.Length);
        var close = start;
        foreach (var slot in slots)
        {
            steps.Add(slot is { } candle ? new CrashStep(candle.Low / start, candle.High / start) : new CrashStep(close / start, close / start));
            close = slot?.Close ?? close;
        }

        return new CrashPath
        {
            Contract = contract,
            Step = step,
            Missing = slots.Count(slot => slot is null),
            Lowest = steps.Min(each => each.Low),
            Highest = steps.Max(each => each.High),
            Steps = steps.MoveToImmutable(),
        };
    }
}
