using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Measures.Crash;

/// <summary>A position as the replay of a crash sees it.</summary>
/// <param name="Value">Signed notional at the mark, in quote units.</param>
/// <param name="UnrealizedPnl">Open profit at the mark.</param>
public sealed record CrashPosition(InstrumentId Instrument, decimal Value, decimal UnrealizedPnl)
{
    /// <summary>Margin set apart for it; null where it shares the account's.</summary>
    public decimal? IsolatedMargin { get; init; }

    /// <summary>The contract with its margin table; null when it is not known.</summary>
    public Instrument? Rules { get; init; }

    /// <summary>What its price did; null when no candle of those days is stored.</summary>
    public CrashPath? Path { get; init; }

    public bool IsKnown => Path is { Lack: null } && Rules is { Brackets.IsEmpty: false };

    /// <summary>Why its part of the crash cannot be told although candles are stored; null when it can.</summary>
    public string? Lack => Path?.Lack ?? (Rules is { Brackets.IsEmpty: false } ? null : $"the margin table of {Instrument} is not known");
}

/// <summary>An account as the replay sees it.</summary>
/// <param name="Wallet">Cash with all margins that are set apart, in quote units.</param>
public sealed record CrashAccount(string Name, decimal Wallet, ImmutableArray<CrashPosition> Positions);

/// <summary>The money of one account on its way through a crash. What is liquidated stays so, however far the price comes back.</summary>
internal sealed class CrashCourse
{
    private readonly CrashAccount _account;
    private readonly bool[] _isGone;
    private readonly decimal _shared;
    private decimal? _left;

    public CrashCourse(CrashAccount account)
    {
        _account = account;
        _isGone = new bool[account.Positions.Length];
        _shared = account.Wallet - account.Positions.Sum(position => position.IsolatedMargin ?? 0);
    }

    /// <summary>What was liquidated, in words, in the order in which it happened.</summary>
    public List<string> Liquidations { get; } = [];

    /// <summary>Equity in one moment, after what the venue liquidates in it.</summary>
    /// <param name="at">Since the start of the days; null for the prices of now.</param>
    public decimal Equity(TimeSpan? at)
    {
        var (cross, isolated) = (_shared, 0m);
        var (maintenance, fees) = (0m, 0m);
        for (var i = 0; i < _account.Positions.Length; i++)
        {
            var position = _account.Positions[i];
            var isShared = position.IsolatedMargin is null;
            if (_isGone[i] || (isShared && _left is not null))
            {
                continue;
            }

            var factor = at is { } moment ? WorseOf(position, moment) : 1;
            var profit = position.UnrealizedPnl + (position.Value * (factor - 1));
            var notional = Math.Abs(position.Value * factor);
            var margin = Margin.MaintenanceMargin(position.Rules!, notional) ?? 0;
            if (isShared)
            {
                (cross, maintenance, fees) = (cross + profit, maintenance + margin, fees + (notional * position.Rules!.LiquidationFee));
            }
            else
            {
                isolated += Isolated(i, profit, margin, at);
            }
        }

        return (_left ?? Shared(cross, maintenance, fees, at)) + isolated;
    }

    /// <summary>Inside a candle nobody knows what came first: the worse end counts for every position.</summary>
    private static decimal WorseOf(CrashPosition position, TimeSpan at) => position.Path!.At(at) is var step && position.Value > 0 ? step.Low : step.High;

    /// <summary>The margin set apart with its profit; nothing of it is left once it is used up.</summary>
    private decimal Isolated(int place, decimal profit, decimal maintenance, TimeSpan? at)
    {
        var position = _account.Positions[place];
        if (at is not { } moment || position.IsolatedMargin + profit > maintenance)
        {
            return position.IsolatedMargin!.Value + profit;
        }

        _isGone[place] = true;
        Liquidations.Add($"{position.Instrument.Symbol} of {_account.Name} {TimeOf(moment)}");
        return 0;
    }

    /// <summary>The shared money; once it no longer covers the margins all is sold, and the venue bears what falls below nothing.</summary>
    private decimal Shared(decimal equity, decimal maintenance, decimal fees, TimeSpan? at)
    {
        if (at is not { } moment || maintenance == 0 || equity > maintenance)
        {
            return equity;
        }

        _left = Math.Max(equity - fees, 0);
        Liquidations.Add($"{_account.Name} {TimeOf(moment)}");
        return _left.Value;
    }

    private static string TimeOf(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"on {CrashPath.Days.Start + at:d MMMM HH:mm} UTC");
}
