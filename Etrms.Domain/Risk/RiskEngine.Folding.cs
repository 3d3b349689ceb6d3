namespace Etrms.Domain.Risk;

/// <summary>Where each kind of fact goes.</summary>
public sealed partial class RiskEngine
{
    /// <summary>Puts a fact into the books; false when no breaker can see a difference.</summary>
    private bool Fold(RiskEvent e)
    {
        if (e is RiskEvent.MarkPriced marked)
        {
            return FoldMark(marked);
        }

        // Nothing that was found before it or on the way to its end counts afterwards.
        _books.NoteFact();
        var isSeen = FoldFact(e);
        _books.NoteFact();
        return isSeen;
    }

    private bool FoldMark(RiskEvent.MarkPriced marked)
    {
        _context.IsSample = _books.Mark(marked);
        if (_books.Marked is { } contract)
        {
            _board.OnPrice(contract);
        }

        return _context.IsSample;
    }

    private bool FoldFact(RiskEvent e)
    {
        switch (e)
        {
            case RiskEvent.ClockTicked:
                _guard.Check(_context);
                _forced.Check(_context);
                return true;
            case RiskEvent.BookTopChanged or RiskEvent.DepthChanged:
                FoldBook(e);
                return false;
            case RiskEvent.MarketAssessed assessed:
                MarketNews.Fold(assessed, _context, _board);
                return true;
            case RiskEvent.CollateralPriced priced:
                return _books.Collateral.Take(priced, _books);
            case RiskEvent.InstrumentsLoaded loaded:
                _books.Load(loaded.Instruments);
                _board.SyncCells();
                return true;
            case RiskEvent.HistoryLoaded history:
                _books.Take(history);
                return true;
            case RiskEvent.AccountAdded added:
                _books.Add(added.Account, added.Exchange, added.Name, added.IsPaper);
                _plans.RepeatFinal(added.Account, _context);
                return true;
            case RiskEvent.AccountRemoved removed:
                _books.Remove(removed.Account);
                _board.SyncCells();
                return true;
            case RiskEvent.FeedChanged feed:
                FoldFeed(feed);
                return true;
            case RiskEvent.WorkerTroubled troubled:
                WorkerTroubles.Fold(troubled, _context);
                return true;
            case RiskEvent.BreakersChanged changed:
                _board.Configure(changed.Breakers, _context);
                return true;
            case RiskEvent.SettingsChanged changed:
                _settings.Take(changed, _context);
                return true;
            case RiskEvent.Commanded commanded:
                return _desk.Take(commanded.Command, _context);
            case RiskEvent.ActionReported reported:
                NoteRefusal(reported.Report);
                return _board.Report(reported.Report, _context) || _desk.Report(reported.Report, _context);
            default:
                return _accounts.Fold(e, _context);
        }
    }

    private void FoldBook(RiskEvent e)
    {
        if (e is RiskEvent.BookTopChanged top)
        {
            var contract = _books.Contract(top.Instrument);
            (contract.Bid, contract.Ask) = (top.Bid, top.Ask);
        }
        else if (e is RiskEvent.DepthChanged depth)
        {
            _books.Contract(depth.Instrument).ShowDepth(depth.Bids, depth.Asks, _books.Clock.Now);
        }
    }

    /// <summary>An attempt of ours that failed counts like an order that the venue refused.</summary>
    private void NoteRefusal(ActionReport report)
    {
        if (report is { Outcome: ActionOutcome.Retrying, Instrument: { } instrument })
        {
            _books.Place(report.Account, instrument, isRefused: true);
            _board.OnOrders(_books.Placed);
        }
    }

    private void FoldFeed(RiskEvent.FeedChanged feed)
    {
        if (feed is { Feed: FeedKind.UserStream, Account: { } id } && _books.Account(id) is { } account)
        {
            account.IsStreamAlive = feed.IsAlive;
            account.StreamAt = feed.IsAlive ? _books.Clock.Now : account.StreamAt;
        }
    }
}
