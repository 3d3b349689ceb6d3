using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>An account as the venue keeps it, whatever the engine has heard of it.</summary>
internal sealed class StreamAccount(int number, Exchange exchange, bool isHedged)
{
    private static readonly string[] OnBinance = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
    private static readonly string[] OnHyperliquid = ["BTC", "ETH"];

    public AccountId Id { get; } = IdOf(number);

    public Exchange Exchange { get; } = exchange;

    public decimal Wallet { get; set; } = 10_000;

    public SortedDictionary<(string Symbol, PositionSide Side), Position> Positions { get; } = [];

    public SortedDictionary<string, Order> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>True while its private stream is lost: what happens meanwhile is found by a reading, or told late.</summary>
    public bool IsDeaf { get; set; }

    public static AccountId IdOf(int number) => new(new Guid(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xa]));

    public static Instrument[] Contracts { get; } =
    [
        .. OnBinance.Select(symbol => Contract(new InstrumentId(Exchange.Binance, symbol), symbol[..3])),
        .. OnHyperliquid.Select(symbol => Contract(new InstrumentId(Exchange.Hyperliquid, symbol), symbol)),
    ];

    public RiskEvent Added(EventTimes times, bool isPaper) => new RiskEvent.AccountAdded(Id, Exchange, $"account {Id.Value.ToString()[..8]}", isPaper) { Times = times };

    /// <summary>A contract and leg of this account.</summary>
    public (InstrumentId Instrument, PositionSide Side) Leg(Dice dice)
    {
        var symbol = Exchange == Exchange.Binance ? dice.Of<string>(OnBinance) : dice.Of<string>(OnHyperliquid);
        return (new InstrumentId(Exchange, symbol), !isHedged ? PositionSide.Both : dice.Of(PositionSide.Long, PositionSide.Short));
    }

    public decimal QuantityOf(InstrumentId instrument, PositionSide side) => Positions.GetValueOrDefault((instrument.Symbol, side))?.Quantity ?? 0;

    public AccountSnapshot Reading(IReadOnlyDictionary<InstrumentId, decimal> marks, DateTimeOffset at, bool isEmpty = false)
    {
        var unrealized = Positions.Values.Sum(position => position.Quantity * (marks[position.Instrument] - position.EntryPrice));
        return new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", Wallet, unrealized, Wallet + unrealized, 0, 0, Wallet),
            Positions = isEmpty ? [] : [.. Positions.Values],
            OpenOrders = [.. Orders.Values],
            IsHedgeMode = isHedged,
            At = at,
        };
    }

    private static Instrument Contract(InstrumentId id, string coin) => Some.Margined(coin) with
    {
        Id = id,
        BaseAsset = coin,
        StepSize = 0.0001m,
        MinQuantity = 0.0001m,
    };
}
