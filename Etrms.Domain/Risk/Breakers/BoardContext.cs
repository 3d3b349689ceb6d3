using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>What breakers work with during a step: the books, the postures, the event chain and the way out.</summary>
internal sealed class BoardContext(RiskBooks books, PostureBoard postures)
{
    public RiskBooks Books { get; } = books;

    public PostureBoard Postures { get; } = postures;

    public ICollection<RiskDecision> Decisions { get; set; } = [];

    /// <summary>True when the step brought new data of a venue; the passing of time is no sample.</summary>
    public bool IsSample { get; set; }

    /// <summary>True when the step brought a price and nothing else.</summary>
    public bool IsPrice { get; set; }

    public long EventSeq { get; set; }

    public string EventHash { get; set; } = EventChain.Origin;

    public long Now => Books.Clock.Now;

    public string Owner => Books.Settings.Owner;

    /// <summary>Every unfinished reduction; the smallest target of a position holds.</summary>
    public Func<PositionKey, decimal?> TargetOf { get; set; } = _ => null;

    /// <summary>Puts an event on the chain and hands it out.</summary>
    public void Record(BreakerEvent e)
    {
        var chained = e with
        {
            Seq = ++EventSeq,
            At = Books.Clock.Market,
            ReceivedAt = Books.Clock.Newest.ReceivedAt,
            PreviousHash = EventHash,
        };
        EventHash = EventChain.HashOf(chained);
        Decisions.Add(new RiskDecision.Record(chained with { Hash = EventHash }));
    }

    /// <summary>Wants the venue's own word on an account, not more often than it can answer.</summary>
    public void AskFor(AccountBook account)
    {
        if (Now - account.ConfirmAskedAt >= Books.Settings.ConfirmEvery.Ticks)
        {
            account.ConfirmAskedAt = Now;
            Decisions.Add(new RiskDecision.ConfirmAccount(account.Id));
        }
    }

    public void Alert(string key, AlertSeverity severity, string title, string text, Guid? breaker = null) => Alert(key, new Notice(severity, []), title, text, breaker);

    public void Alert(string key, Notice notice, string title, string text, Guid? breaker) => Decisions.Add(new RiskDecision.RaiseAlert(
        new Alert(key, notice.Severity, title, text, breaker, Books.Clock.Market, Books.Clock.Newest.ReceivedAt) { Channels = notice.Channels }));
}
