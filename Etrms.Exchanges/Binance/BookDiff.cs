using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>A change of the book. Quantities are absolute; 0 takes a level away.</summary>
/// <param name="First">First update in it ("U").</param>
/// <param name="Last">Last update in it ("u").</param>
/// <param name="Previous">Last update of the change before ("pu").</param>
internal sealed record BookDiff(long First, long Last, long Previous, BookLevel[] Bids, BookLevel[] Asks, DateTimeOffset At);
