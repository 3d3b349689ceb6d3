using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Counts what became of orders and, where a run keeps them, remembers each.</summary>
internal sealed class OrderLog(bool isKept)
{
    private readonly List<OrderNote> _notes = [];
    private readonly int[] _counts = new int[Enum.GetValues<OrderNoteKind>().Length];

    public ImmutableArray<OrderNote> Notes => [.. _notes];

    public OrderTally Tally => new(
        _counts[(int)OrderNoteKind.Refused],
        _counts[(int)OrderNoteKind.Scaled],
        _counts[(int)OrderNoteKind.Rejected],
        _counts[(int)OrderNoteKind.TooSmall],
        _counts[(int)OrderNoteKind.Expired]);

    /// <summary>Something that happened to an order of a strategy.</summary>
    public void Add(OrderNoteKind kind, BarLeg leg, BarOrder order, decimal quantity = 0, decimal price = 0)
    {
        _counts[(int)kind]++;
        if (isKept)
        {
            var at = kind is OrderNoteKind.Placed or OrderNoteKind.Refused ? leg.OpenAt + leg.Market.Candles.Step : leg.OpenAt;
            _notes.Add(new OrderNote(at, leg.Instrument.Id, kind, order.Side, quantity, price, order));
        }
    }

    /// <summary>An execution, whoever asked for it.</summary>
    public void AddFill(BarLeg leg, OrderSide side, decimal quantity, decimal price, BarOrder? order)
    {
        if (isKept)
        {
            _notes.Add(new OrderNote(leg.OpenAt, leg.Instrument.Id, OrderNoteKind.Filled, side, quantity, price, order));
        }
    }
}
