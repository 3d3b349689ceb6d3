using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>Turns arbitrary numbers into commands and price moves on a bench, and remembers what each fill did to the position.</summary>
internal sealed class RandomWalk(IEnumerable<int> commands, ExchangeRules? rules = null)
{
    /// <summary>Long lists of commands in all their shapes.</summary>
    public static readonly Arbitrary<int[]> Commands = Gen.Choose(0, 12 * 40 * 60).ArrayOf().ToArbitrary();

    private decimal _price = 1_000;
    private decimal _held;

    public Bench Bench { get; } = new(deposit: 1_000, rules);

    public List<(decimal Before, decimal After)> ReduceOnlyFills { get; } = [];

    public void Run()
    {
        Bench.At(_price, depth: 3);
        foreach (var command in commands)
        {
            var seen = Bench.Events.Count;
            Do(command % 12, 1 + (command / 12 % 40), command / 480 % 60);
            foreach (var fact in Bench.Events.Skip(seen).OfType<ExchangeEvent.OrderChanged>())
            {
                Follow(fact);
            }
        }
    }

    private void Follow(ExchangeEvent.OrderChanged fact)
    {
        if (fact.Trade is not { } trade)
        {
            return;
        }

        var after = _held + (trade.Side == OrderSide.Buy ? trade.Quantity : -trade.Quantity);
        if (fact.Order.IsReducing)
        {
            ReduceOnlyFills.Add((_held, after));
        }

        _held = after;
    }

    private void Do(int kind, int size, int distance)
    {
        var quantity = size * 0.1m;
        var side = size % 2 == 0 ? OrderSide.Buy : OrderSide.Sell;
        var away = _price + (side == OrderSide.Buy ? -distance : distance);
        switch (kind)
        {
            case 0 or 1:
                Bench.Market(side, quantity);
                break;
            case 2 or 3:
                Bench.Market(side, quantity, reduceOnly: true);
                break;
            case 4:
                Bench.Limit(side, quantity, away);
                break;
            case 5:
                Bench.Limit(side, quantity, away, reduceOnly: true);
                break;
            case 6:
                Bench.Wait(Bench.CloseAt(OrderType.StopMarket, side == OrderSide.Sell ? _price - distance - 1 : _price + distance + 1, side));
                break;
            case 7:
                Bench.Exchange.SettleFunding(Bench.Btc.Id, new Domain.Market.FundingRate(Bench.Tick(), (size - 20m) / 10_000));
                break;
            case 8:
                Bench.Trade(_price - distance, quantity, buyerIsMaker: side == OrderSide.Buy);
                break;
            default:
                _price = Math.Max(100, _price + (side == OrderSide.Buy ? distance : -distance));
                Bench.At(_price, depth: 3);
                break;
        }
    }
}
