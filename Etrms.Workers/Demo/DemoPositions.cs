using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Workers.Risk;
using Etrms.Workers.Risk.Pumps;

namespace Etrms.Workers.Demo;

/// <summary>Opens the demo's positions over the wire, through the same gate as any order; what the venue knows already is not opened again.</summary>
internal sealed class DemoPositions(MonitoredAccounts accounts, MarketView market, MarketPumps markets, FactSink sink, RiskMonitor monitor)
{
    private const int Leverage = 10;

    /// <summary>Far enough to leave the fall of the demo to its drawdown breaker.</summary>
    private const decimal StopDistance = 0.12m;

    private static readonly TimeSpan PriceWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Shares of equity. Bitcoin alone loses 5 % of equity when it falls 2 %; the short shows a book that is hedged in part.
    /// </summary>
    private static readonly ImmutableArray<(string Symbol, OrderSide Side, decimal Multiple)> Wanted =
        [("BTCUSDT", OrderSide.Buy, 2.6m), ("ETHUSDT", OrderSide.Buy, 0.6m), ("SOLUSDT", OrderSide.Sell, 0.4m)];

    /// <summary>Null when all stand; else what is missing.</summary>
    public async Task<string?> OpenAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (accounts.Find(id) is not { } account)
        {
            return "The demo account is not connected.";
        }

        foreach (var (symbol, side, multiple) in Wanted)
        {
            var instrument = new InstrumentId(account.Exchange, symbol);
            markets.Watch(account.Network, instrument, sink.From(account.Network));
            if (await OpenAsync(account, instrument, side, multiple, cancellationToken) is { } missing)
            {
                return missing;
            }
        }

        return await ProtectAsync(account, new InstrumentId(account.Exchange, "BTCUSDT"), cancellationToken);
    }

    private async Task<string?> OpenAsync(
        MonitoredAccount account, InstrumentId instrument, OrderSide side, decimal multiple, CancellationToken cancellationToken)
    {
        var clientOrderId = PlanIds.ClientOrderId(account.Id.Value, $"demo/{instrument}");
        if (await account.Gateway.FindAsync(instrument, clientOrderId, conditional: false, cancellationToken)
            is ExchangeOutcome<Order?>.Accepted { Value: not null })
        {
            return null;
        }

        if (await WaitUntilPricedAsync(account.Id, instrument, cancellationToken) is not { } known || known.Equity is not { } equity)
        {
            return $"No price of {instrument.Symbol} or no balance came in time.";
        }

        await account.Gateway.SetLeverageAsync(instrument, Leverage, cancellationToken);
        var request = new OrderRequest
        {
            Account = account.Id,
            Instrument = instrument,
            Side = side,
            Quantity = equity * multiple / known.Context.Mark!.Value,
            ClientOrderId = clientOrderId,
        };
        var context = await monitor.AskAsync(engine => engine.PreTradeContextOf(request), cancellationToken);
        return PreTradeCheck.Check(request, context) switch
        {
            PreTradeResult.Approved approved => Refusal(await account.Gateway.SendAsync(approved.Order, cancellationToken), instrument),
            PreTradeResult.Refused refused => $"{instrument.Symbol}: {refused.Message}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Known?> WaitUntilPricedAsync(AccountId account, InstrumentId instrument, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PriceWithin);
        while (!limit.IsCancellationRequested)
        {
            var known = await monitor.AskAsync(
                engine => new Known(
                    engine.PreTradeContextOf(account, instrument, PositionSide.Both),
                    engine.Snapshot().Accounts.FirstOrDefault(metrics => metrics.Account == account)?.Equity),
                cancellationToken);
            if (known is { Context: { Mark: not null, Quantity: not null, Instrument: not null }, Equity: not null })
            {
                return known;
            }

            await Task.Delay(Look, cancellationToken);
        }

        return null;
    }

    private async Task<string?> ProtectAsync(MonitoredAccount account, InstrumentId id, CancellationToken cancellationToken)
    {
        var positions = await account.Gateway.ReadPositionsAsync(id, cancellationToken);
        var orders = await account.Gateway.ReadOpenOrdersAsync(id, cancellationToken);
        if (market.Find(id) is not { } instrument
            || positions is not ExchangeOutcome<ImmutableArray<Position>>.Accepted { Value: var held }
            || orders is not ExchangeOutcome<ImmutableArray<Order>>.Accepted { Value: var resting }
            || held.FirstOrDefault(position => position.Quantity != 0) is not { } position)
        {
            return null;
        }

        var plan = ProtectionPlanner.Plan(new ProtectionRequest
        {
            PlanId = account.Id.Value,
            Account = account.Id,
            Instrument = instrument,
            Position = position,
            OpenOrders = resting,
            Mark = position.MarkPrice,
            StopLoss = instrument.RoundPriceDown(position.EntryPrice * (1 - StopDistance)),
        });
        foreach (var order in plan.Send)
        {
            if (Refusal(await account.Gateway.SendAsync(order, cancellationToken), id) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static string? Refusal(ExchangeOutcome<Order> outcome, InstrumentId instrument) =>
        Risk.Execution.Trouble.Of(outcome, $"The demo order in {instrument.Symbol}")?.Detail;

    private sealed record Known(PreTradeContext Context, decimal? Equity);
}
