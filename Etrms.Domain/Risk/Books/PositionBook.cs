using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>An open position valued at the newest mark; changed in place at every tick.</summary>
internal sealed class PositionBook(AccountBook account, ContractBook contract, PositionSide side)
{
    private decimal _cost;

    public AccountBook Account { get; } = account;

    public ContractBook Contract { get; } = contract;

    public PositionSide Side { get; } = side;

    public PositionKey Key { get; } = new(account.Id, contract.Id, side);

    /// <summary>The venue's newest report.</summary>
    public Position Report { get; private set; } = new() { Instrument = contract.Id, Side = side, Quantity = 0, EntryPrice = 0 };

    public decimal Quantity { get; private set; }

    /// <summary>Signed quantity x mark.</summary>
    public decimal Value { get; private set; }

    /// <summary>|quantity| x mark.</summary>
    public decimal Notional { get; private set; }

    public decimal UnrealizedPnl { get; private set; }

    public RoundTrip Trip { get; init; } = new();

    /// <summary>Wall ticks at which the stream last spoke of it; 0 when only readings did.</summary>
    public long ToldAt { get; set; }

    public void Take(Position report)
    {
        Report = report;
        Quantity = report.Quantity;
        _cost = report.Quantity * report.EntryPrice;
        Revalue();
    }

    public void Revalue()
    {
        Value = Quantity * Contract.Mark;
        Notional = Math.Abs(Value);
        UnrealizedPnl = Value - _cost;
    }
}
