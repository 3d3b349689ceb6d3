using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>An open position valued at the newest mark; changed in place at every tick.</summary>
internal sealed class PositionBook(AccountBook account, ContractBook contract, Position first)
{
    private const int MarginDecimals = 12;

    private decimal _cost;
    private bool _isRevalued;

    public AccountBook Account { get; } = account;

    public ContractBook Contract { get; } = contract;

    public PositionSide Side { get; } = first.Side;

    public PositionKey Key { get; } = new(account.Id, contract.Id, first.Side);

    /// <summary>The venue's newest report.</summary>
    public Position Report { get; private set; } = first;

    public decimal Quantity { get; private set; }

    /// <summary>Grows with every change of the quantity.</summary>
    public int QuantityVersion { get; private set; }

    /// <summary>Signed quantity x mark.</summary>
    public decimal Value { get; private set; }

    /// <summary>|quantity| x mark.</summary>
    public decimal Notional { get; private set; }

    public decimal UnrealizedPnl { get; private set; }

    /// <summary>Highest mark since the position was opened, its entry among them; adding to it keeps it.</summary>
    public decimal High { get; private set; }

    /// <summary>Lowest mark since the position was opened, its entry among them.</summary>
    public decimal Low { get; private set; }

    /// <summary>Distance from the entry to the first stop that was seen: what one unit risked at the start (R); 0 until one was seen.</summary>
    public decimal RiskPerUnit { get; private set; }

    public required RoundTrip Trip { get; init; }

    /// <summary>Wall ticks at which the stream last spoke of it; 0 when only readings did.</summary>
    public long ToldAt { get; set; }

    /// <summary>Maintenance margin when it was last looked up; null when the bracket table is missing.</summary>
    public decimal? Maintenance { get; private set; }

    /// <summary>Looks the maintenance margin up at the newest mark; rounded, so that sums of differences stay exact.</summary>
    public void FindMaintenance()
    {
        _isRevalued = false;
        Maintenance = PositionMeasures.MaintenanceMargin(this) is { } margin ? decimal.Round(margin, MarginDecimals) : null;
    }

    public void Take(Position report)
    {
        if (Math.Sign(report.Quantity) != Math.Sign(Quantity))
        {
            // A position of the other side is another one.
            High = Low = report.EntryPrice;
            RiskPerUnit = 0;
        }

        QuantityVersion += report.Quantity == Quantity ? 0 : 1;
        Report = report;
        Quantity = report.Quantity;
        _cost = report.Quantity * report.EntryPrice;
        Revalue();
    }

    /// <summary>Counts what it is worth at the mark of its contract, and remembers nothing else.</summary>
    public void Count()
    {
        Value = Quantity * Contract.Mark;
        Notional = Math.Abs(Value);
        UnrealizedPnl = Value - _cost;
    }

    public void Revalue()
    {
        Count();
        See(Contract.Mark);
        if (!_isRevalued)
        {
            _isRevalued = true;
            Account.NoteRevalued(this);
        }
    }

    /// <summary>Remembers a mark that is higher or lower than any before.</summary>
    public void See(decimal mark)
    {
        if (mark > High)
        {
            High = mark;
        }
        else if (mark < Low && mark > 0)
        {
            Low = mark;
        }
    }

    /// <summary>Takes the first stop that protects the position as its risk.</summary>
    public void SeeStop(decimal trigger)
    {
        var risk = Math.Sign(Quantity) * (Report.EntryPrice - trigger);
        if (RiskPerUnit == 0 && risk > 0)
        {
            RiskPerUnit = risk;
        }
    }

    public ExtremesOfLeg CaptureExtremes() => new(Contract.Id, Side, High, Low, RiskPerUnit);

    /// <summary>Null when the state is older than these figures: they then begin at the entry.</summary>
    public void Restore(ExtremesOfLeg? state)
    {
        if (state is not null)
        {
            (High, Low, RiskPerUnit) = (state.High, state.Low, state.RiskPerUnit);
        }
    }
}
