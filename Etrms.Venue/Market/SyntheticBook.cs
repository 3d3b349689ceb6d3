using System.Collections;
using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Market;

/// <summary>What a book is drawn from.</summary>
/// <param name="MinuteVolume">Base units that trade in a usual minute; depth scales with it.</param>
internal readonly record struct BookShape(decimal Price, bool BuyerIsMaker, int SpreadTicks, double MinuteVolume, int Seed, long Key);

/// <summary>
/// A book around the last trade: it happened on the side it took, the other side stands a spread away. Levels lie closer near the
/// touch, reach 2 % and are drawn only when someone looks, since a fast replay makes books that nobody trades on.
/// </summary>
internal sealed class SyntheticBook : IOrderBook
{
    public const int Depth = 100;

    private const decimal Reach = 0.02m;

    /// <summary>Distance of level i as a fraction of the price is this times i squared: the last one stands 2 % away.</summary>
    private const double Curvature = (double)Reach / (Depth * Depth);

    /// <summary>A usual minute's volume stands within this distance; deeper, depth grows with its power 0.7.</summary>
    private const double ReferenceDistance = 0.0005;
    private const double TouchShare = 0.05;

    private readonly Instrument _instrument;
    private readonly BookShape _shape;
    private readonly Side _bids;
    private readonly Side _asks;

    /// <param name="walls">What strangers rest on top of it; where the market has gone past one it is not seen.</param>
    public SyntheticBook(Instrument instrument, BookShape shape, ImmutableArray<(OrderSide Side, BookLevel Level)> walls)
    {
        (_instrument, _shape) = (instrument, shape);
        var tick = StepAround(instrument, shape.Price);
        var spread = shape.SpreadTicks * tick;

        // Recorded prices can be finer than today's tick.
        var bid = shape.BuyerIsMaker ? instrument.RoundPriceDown(shape.Price) : instrument.RoundPriceUp(shape.Price) - spread;
        bid = Math.Max(bid, tick);
        _bids = new Side(instrument, shape, bid, isAsk: false) { Walls = Of(OrderSide.Buy) };
        _asks = new Side(instrument, shape, bid + spread, isAsk: true) { Walls = Of(OrderSide.Sell) };

        ImmutableArray<BookLevel> Of(OrderSide side) =>
            walls.IsEmpty ? [] : [.. walls.Where(wall => wall.Side == side).Select(wall => wall.Level)];
    }

    public IReadOnlyList<BookLevel> Bids => _bids;

    public IReadOnlyList<BookLevel> Asks => _asks;

    public BookLevel? BestBid => _bids[0];

    public BookLevel? BestAsk => _asks[0];

    /// <summary>The same book with other walls.</summary>
    public SyntheticBook With(ImmutableArray<(OrderSide Side, BookLevel Level)> walls) => new(_instrument, _shape, walls);

    /// <summary>The widest step that any level can need.</summary>
    private static decimal StepAround(Instrument instrument, decimal price) => instrument.PriceStep(price * (1 + Reach));

    private sealed class Side(Instrument instrument, BookShape shape, decimal best, bool isAsk) : IReadOnlyList<BookLevel>
    {
        private BookLevel[]? _levels;

        public ImmutableArray<BookLevel> Walls { get; init; } = [];

        public int Count => Levels.Length;

        public BookLevel this[int index] => Levels[index];

        private BookLevel[] Levels => _levels ??= Draw();

        public IEnumerator<BookLevel> GetEnumerator() => ((IEnumerable<BookLevel>)Levels).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private BookLevel[] Draw()
        {
            var noise = Noise.For(shape.Seed, instrument.Id.Symbol, (shape.Key * 2) + (isAsk ? 1 : 0));
            var tick = StepAround(instrument, best);
            var levels = new List<BookLevel>(Depth);
            var ticksPerPrice = (double)(best / tick);
            var above = 0.0;
            var former = -1L;
            for (var i = 0; i < Depth; i++)
            {
                var ticks = Math.Max(former + 1, (long)Math.Round(ticksPerPrice * Curvature * i * i));
                var price = isAsk ? best + (ticks * tick) : best - (ticks * tick);
                if (price <= 0)
                {
                    break;
                }

                if (!instrument.TakesPrice(price))
                {
                    continue;
                }

                var distance = ticks / ticksPerPrice;
                var cumulative = shape.MinuteVolume * (TouchShare + Math.Pow(distance / ReferenceDistance, 0.7));
                var quantity = (cumulative - above) * (0.5 + noise.Uniform());
                levels.Add(new BookLevel(price, Math.Max(1, Math.Round((decimal)quantity / instrument.StepSize)) * instrument.StepSize));
                (above, former) = (cumulative, ticks);
            }

            foreach (var wall in Walls.Where(wall => !IsBefore(wall.Price, best)))
            {
                Rest(wall, levels);
            }

            return [.. levels];
        }

        /// <summary>On top of what stands at the price, or on a level of its own.</summary>
        private void Rest(BookLevel wall, List<BookLevel> levels)
        {
            var place = levels.FindIndex(level => !IsBefore(level.Price, wall.Price));
            if (place >= 0 && levels[place].Price == wall.Price)
            {
                levels[place] = wall with { Quantity = wall.Quantity + levels[place].Quantity };
            }
            else
            {
                levels.Insert(place < 0 ? levels.Count : place, wall);
            }
        }

        private bool IsBefore(decimal price, decimal other) => isAsk ? price < other : price > other;
    }
}
