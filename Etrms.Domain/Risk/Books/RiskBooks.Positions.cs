using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>How positions come, change and go.</summary>
internal sealed partial class RiskBooks
{
    /// <summary>Puts a position as reported; quantity 0 takes it away.</summary>
    public void Put(AccountBook account, Position report)
    {
        var position = account.Find(report.Instrument, report.Side);
        if (position is not null && report.UpdatedAt < position.Report.UpdatedAt && report.UpdatedAt != default)
        {
            return;
        }

        if (report.Quantity == 0)
        {
            Drop(account, position);
            return;
        }

        position ??= Open(account, report);
        if (report.MarkPrice > 0 && Clock.Now - position.Contract.MarkAt > Settings.MarkStaleAfter.Ticks)
        {
            position.Contract.TryMark(report.MarkPrice, 0, Clock.Newest.VenueAt.UtcTicks, Clock.Now, Settings);
            position.Contract.Revalue();
        }

        position.Take(report);
        account.Sum();
    }

    public void Drop(AccountBook account, PositionBook? position)
    {
        if (position is null)
        {
            return;
        }

        account.Positions.Remove(position);
        position.Contract.Positions.Remove(position);
        account.Sum();
        Rebuild();
    }

    public PositionBook Open(AccountBook account, Position report)
    {
        var contract = Contract(report.Instrument);
        var key = new PositionKey(account.Id, report.Instrument, report.Side);
        var position = new PositionBook(account, contract, report) { Trip = account.TripOf(key) };
        position.Take(report);
        account.Positions.Add(position);
        account.Positions.Sort((left, right) => left.Key.CompareTo(right.Key));
        contract.Positions.Add(position);
        Rebuild();
        return position;
    }
}
