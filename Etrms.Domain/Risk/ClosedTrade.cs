using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>A position from flat to flat, as its fills told it; partial closes belong to one trade.</summary>
/// <param name="Underlying">The coin.</param>
/// <param name="TradeId">The venue's id of the fill that ended it.</param>
/// <param name="Quantity">The most that was held, in base units; negative for a short.</param>
/// <param name="NetPnl">Realised profit less fees, with funding; in quote units.</param>
/// <param name="Risk">What <paramref name="Quantity"/> risked down to the first stop that was seen, in quote units; null without one.</param>
/// <param name="Equity">Of the account when it began, in quote units; null when that was not known.</param>
/// <param name="OpenedAt">Null when its beginning was not seen.</param>
/// <param name="At">The venue's time of the last fill.</param>
public readonly record struct ClosedTrade(
    AccountId Account, InstrumentId Instrument, PositionSide Side, string Underlying, string TradeId, decimal Quantity, decimal NetPnl, decimal? Risk, decimal? Equity,
    DateTimeOffset? OpenedAt, DateTimeOffset At);
