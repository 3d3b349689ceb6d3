using System.Collections.Immutable;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Binance.Rest;

/// <summary>An account with the settings of the contracts asked about.</summary>
internal sealed record AccountReading(ExchangeAccountView View, ImmutableArray<InstrumentSettings> Settings, DateTimeOffset At)
{
    /// <summary>Every side of every contract, flat ones too, as the second version of the protocol lists them.</summary>
    public IEnumerable<(ExchangePosition Position, InstrumentSettings Settings)> EveryPosition()
    {
        PositionSide[] sides = View.IsHedgeMode ? [PositionSide.Long, PositionSide.Short] : [PositionSide.Both];
        return
            from settings in Settings
            from side in sides
            select (Find(settings, side) ?? Flat(settings, side), settings);
    }

    private ExchangePosition? Find(InstrumentSettings settings, PositionSide side) =>
        View.Positions.FirstOrDefault(position => position.Instrument == settings.Instrument && position.Side == side);

    private static ExchangePosition Flat(InstrumentSettings settings, PositionSide side) => new()
    {
        Instrument = settings.Instrument,
        Side = side,
        Leverage = settings.Leverage,
        MarginMode = settings.MarginMode,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
