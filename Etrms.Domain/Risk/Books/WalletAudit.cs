namespace Etrms.Domain.Risk.Books;

/// <summary>
/// Compares the wallet that the venue reports with the bookings that were seen. A difference is neither loss nor profit until a
/// fill, a funding payment or a transfer explains it: messages of one event arrive in any order, and some are lost.
/// </summary>
internal sealed class WalletAudit
{
    /// <summary>Wallet at the last reading that was fully explained.</summary>
    private decimal _base;

    private decimal _booked;
    private decimal _byFills;
    private decimal _byLedger;

    public bool HasBase { get; private set; }

    /// <summary>Market time of the first reading; older bookings are inside it.</summary>
    public DateTimeOffset BaseAt { get; private set; }

    /// <summary>Transfers that the reported wallet may not show yet.</summary>
    public decimal PendingFlow { get; private set; }

    /// <summary>Wall ticks since which the wallet has been unexplained; 0 when explained.</summary>
    public long UnexplainedSince { get; private set; }

    /// <summary>Reported less explained, in quote units.</summary>
    public decimal Difference { get; private set; }

    public bool IsSettled => UnexplainedSince == 0;

    public void Start(decimal wallet, DateTimeOffset marketAt)
    {
        HasBase = true;
        BaseAt = marketAt;
        Accept(wallet);
    }

    /// <summary>Takes the reported wallet as it is; what was unexplained counts as profit or loss from here on.</summary>
    public void Accept(decimal wallet)
    {
        _base = wallet;
        _booked = _byFills = _byLedger = 0;
        PendingFlow = 0;
        Difference = 0;
        UnexplainedSince = 0;
    }

    /// <summary>The clock that the first reading was told by no longer holds.</summary>
    public void Retime() => BaseAt = DateTimeOffset.MinValue;

    public void BookFill(decimal amount) => _byFills += amount;

    /// <summary>Realised profit and commission by the ledger: the second witness beside the fills.</summary>
    public void BookTrading(decimal amount) => _byLedger += amount;

    public void BookOther(decimal amount) => _booked += amount;

    public void BookFlow(decimal amount)
    {
        _booked += amount;
        PendingFlow += amount;
    }

    /// <summary>Compares anew; returns the transfers that are now inside the wallet, else 0.</summary>
    public decimal Settle(decimal wallet, long now, RiskSettings settings)
    {
        var unexplained = wallet - _base - _booked;
        var (byFills, byLedger) = (unexplained - _byFills, unexplained - _byLedger);
        Difference = Math.Abs(byFills) <= Math.Abs(byLedger) ? byFills : byLedger;
        if (Math.Abs(Difference) > Math.Max(settings.JumpTolerance, Math.Abs(wallet) * settings.JumpToleranceShare))
        {
            UnexplainedSince = UnexplainedSince == 0 ? now : UnexplainedSince;
            return 0;
        }

        var flow = PendingFlow;
        PendingFlow = 0;
        UnexplainedSince = 0;
        return flow;
    }

    public WalletAuditState Capture() => new(
        HasBase, BaseAt, _base, _booked, _byFills, _byLedger, PendingFlow, Difference, EngineClock.At(UnexplainedSince));

    public void Restore(WalletAuditState state)
    {
        (HasBase, BaseAt, _base, _booked, _byFills, _byLedger) =
            (state.HasBase, state.BaseAt, state.Base, state.Booked, state.ByFills, state.ByLedger);
        (PendingFlow, Difference, UnexplainedSince) = (state.PendingFlow, state.Difference, state.UnexplainedSince.UtcTicks);
    }
}
