namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Works a candle through, in this order. At its open: funding that falls due, what breakers want closed, market orders. Inside: liquidation, stop-loss
/// and take-profit, then resting orders. At its close: trailing stops and the price that positions are valued at. With several contracts all are
/// at the open before any goes inside, so that none knows what another will do. In a candle that no trade made, only funding is settled.
/// </summary>
internal sealed class CandleWork
{
    private readonly BacktestSettings _settings;
    private readonly BarAccount _account;
    private readonly RiskSeat _risk;
    private readonly MarkPrices _marks = new();
    private readonly OrderExecution _execution;
    private readonly LiquidationWork _liquidation;
    private readonly ProtectionWork _protection;
    private readonly RestingWork _resting;

    public CandleWork(BacktestSettings settings, BarAccount account, RiskSeat risk, OrderLog log)
    {
        (_settings, _account, _risk) = (settings, account, risk);
        _execution = new OrderExecution(settings, account, log);
        _liquidation = new LiquidationWork(settings, account);
        _protection = new ProtectionWork(settings, account, _execution);
        _resting = new RestingWork(settings, _execution, _protection, _liquidation, log);
    }

    /// <summary>Candles in which both a stop and a target or limit could fill.</summary>
    public int AmbiguousBars { get; private set; }

    /// <summary>Marks that were missing.</summary>
    public int Substituted => _marks.Substituted;

    public void Open(BarLeg leg)
    {
        if (leg.IsIdle)
        {
            return;
        }

        if (leg.Market.Marks is not null && !leg.Instrument.Brackets.IsEmpty)
        {
            leg.MarkBar = _marks.During(leg);
        }

        Fund(leg);
        if (CanFill(leg))
        {
            MeetTarget(leg);
            FillMarketOrders(leg);
        }
    }

    public void Inside(BarLeg leg)
    {
        if (leg.IsIdle || !CanFill(leg))
        {
            return;
        }

        _liquidation.Check(leg);
        _protection.Check(leg, wasEnteredInside: false);
        if (leg.Orders.Count > 0)
        {
            _resting.Fill(leg);
        }
    }

    public void Close(BarLeg leg)
    {
        leg.Close();
        AmbiguousBars += leg.AmbiguousAt == leg.Index ? 1 : 0;
        if (leg.IsIdle)
        {
            return;
        }

        ProtectionWork.Trail(leg);
        RestingWork.Trail(leg);
    }

    /// <summary>After the close of several contracts: whether the account carries them all.</summary>
    public void CloseTogether(IReadOnlyList<BarLeg> legs) => _liquidation.CheckTogether(legs);

    /// <summary>Closes a position at a price, for the end of a run.</summary>
    public void CloseOut(BarLeg leg, decimal price, ExitReason reason)
    {
        if (!leg.IsFlat)
        {
            _execution.CloseAll(leg, price, new FillFacts(reason));
        }
    }

    private bool CanFill(BarLeg leg) => _settings.IgnoresVolume || leg.IsTraded;

    private void Fund(BarLeg leg)
    {
        while (leg.TryTakeFunding(out var funding))
        {
            if (!leg.IsFlat && leg.Trade!.At < funding.At)
            {
                _account.Fund(leg, funding.At, _marks.At(leg, funding.At), funding.Rate);
            }
        }
    }

    private void MeetTarget(BarLeg leg)
    {
        if (leg.Target is not { } target)
        {
            return;
        }

        var excess = Math.Abs(leg.Position.Quantity) - target;
        if (excess > 0)
        {
            var quantity = Math.Min(leg.Instrument.RoundQuantityUp(excess), Math.Abs(leg.Position.Quantity));
            var price = _execution.Slip(leg.Instrument, leg.ExitSide, leg.Open);
            _account.Fill(leg, leg.ExitSide, quantity, price, new FillFacts(ExitReason.Breaker));
        }

        leg.Target = null;
        _risk.Met(leg);
    }

    private void FillMarketOrders(BarLeg leg)
    {
        for (var i = 0; i < leg.Orders.Count; i++)
        {
            if (leg.Orders[i] is { Order.Kind: BarOrderKind.Market } admitted)
            {
                leg.Orders.RemoveAt(i);
                _execution.Execute(leg, admitted, new Touch(leg.Open, IsMaker: false, IsAmbiguous: false));

                // An exit may have ended others.
                i = -1;
            }
        }
    }
}
