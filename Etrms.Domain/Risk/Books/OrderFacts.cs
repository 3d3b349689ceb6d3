using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>An order that was seen for the first time, or one that was refused.</summary>
internal readonly record struct PlacedOrder(AccountId Account, InstrumentId Instrument, string Underlying, bool IsRefused);

/// <summary>A round trip that began.</summary>
internal readonly record struct OpenedTrade(PositionKey Key, string Underlying, DateTimeOffset At);
