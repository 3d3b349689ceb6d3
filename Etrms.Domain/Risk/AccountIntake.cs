using System.Diagnostics;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk;

/// <summary>Puts the private facts of accounts into the books, and lets those know who act on them.</summary>
internal sealed class AccountIntake(RiskBooks books, BreakerBoard board, OperatorDesk desk, OpenPlans plans)
{
    private readonly AccountEvents _accounts = new(books);
    private readonly MarginGuard _margins = new(plans);

    /// <summary>True when a breaker can see a difference. Throws for a fact that is not of an account.</summary>
    public bool Fold(RiskEvent e, BoardContext context)
    {
        if (e is RiskEvent.PricesMissed missed)
        {
            new PeakRebuilder(books, board).Take(missed);
            return true;
        }

        var (id, needsCells) = e switch
        {
            RiskEvent.AccountSnapshotTaken taken => (taken.Account, true),
            RiskEvent.PositionChanged position => (position.Account, true),
            RiskEvent.BalanceChanged balance => (balance.Account, false),
            RiskEvent.OrderChanged order => (order.Account, false),
            RiskEvent.Filled filled => (filled.Account, false),
            RiskEvent.LedgerBooked booked => (booked.Account, false),
            _ => throw new UnreachableException(),
        };
        if (books.Account(id) is not { } account)
        {
            return false;
        }

        context.IsSample = e is not RiskEvent.OrderChanged;
        if (e is RiskEvent.OrderChanged heard)
        {
            _accounts.Hear(account, heard.Order);
            desk.PutBack(account, heard.Order, context);
            board.OnOrders(books.Placed);
            return false;
        }

        var margins = needsCells ? _margins.Before(account) : null;
        Take(e, account, context);
        if (margins is not null)
        {
            _margins.After(account, margins, context);
        }

        if (needsCells)
        {
            board.SyncCells();
        }

        return true;
    }

    private void Take(RiskEvent e, AccountBook account, BoardContext context)
    {
        switch (e)
        {
            case RiskEvent.AccountSnapshotTaken taken:
                _accounts.Read(account, taken.Snapshot);
                break;
            case RiskEvent.PositionChanged changed:
                if (changed.Wallet is { } wallet)
                {
                    _accounts.Balance(account, wallet.Asset, wallet.Balance);
                }

                _accounts.Position(account, changed.Position);
                break;
            case RiskEvent.BalanceChanged balance:
                _accounts.Balance(account, balance.Asset, balance.WalletBalance);
                break;
            case RiskEvent.Filled filled when _accounts.Fill(account, filled.Fill):
                ForcedClosings.Note(account, filled.Fill, context);
                break;
            case RiskEvent.LedgerBooked booked:
                _accounts.Book(account, booked.Entry);
                break;
        }
    }
}
