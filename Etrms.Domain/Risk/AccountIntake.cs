using System.Diagnostics;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

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

        var margins = needsCells ? _margins.Before(account) : null;
        if (!IsNews(e, account, context))
        {
            return false;
        }

        context.IsSample = true;

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

    /// <summary>
    /// Puts a fact into the account; false when nothing is left to judge: an order changes no value, and what is told twice or late changes
    /// nothing, whenever it arrives.
    /// </summary>
    private bool IsNews(RiskEvent e, AccountBook account, BoardContext context)
    {
        switch (e)
        {
            case RiskEvent.AccountSnapshotTaken taken:
                return _accounts.Read(account, taken.Snapshot);
            case RiskEvent.PositionChanged changed:
                var isPaid = changed.Wallet is { } wallet && _accounts.Balance(account, wallet.Asset, wallet.Balance);
                return _accounts.Position(account, changed.Position) || isPaid;
            case RiskEvent.BalanceChanged balance:
                return _accounts.Balance(account, balance.Asset, balance.WalletBalance);
            case RiskEvent.OrderChanged order:
                HearOrder(account, order.Order, context);
                return false;
            case RiskEvent.Filled filled:
                var isNew = _accounts.Fill(account, filled.Fill);
                if (isNew)
                {
                    ForcedClosings.Note(account, filled.Fill, context);
                }

                return isNew;
            case RiskEvent.LedgerBooked booked:
                return _accounts.Book(account, booked.Entry);
            default:
                throw new UnreachableException();
        }
    }

    private void HearOrder(AccountBook account, Order order, BoardContext context)
    {
        if (_accounts.Hear(account, order))
        {
            desk.PutBack(account, order, context);
            board.OnOrders(books.Placed);
        }
    }
}
