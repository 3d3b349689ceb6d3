namespace Etrms.Exchanges.Hyperliquid;

/// <summary>What one frame of the market stream says.</summary>
internal abstract record MarketNews
{
    private MarketNews()
    {
    }

    /// <summary>What has to be asked for to hear this.</summary>
    public abstract Subscription Topic { get; }

    public sealed record Context(ActiveContextMessage Data) : MarketNews
    {
        public override Subscription Topic => new("activeAssetCtx") { Coin = Data.Coin };
    }

    public sealed record Top(BookTopMessage Data) : MarketNews
    {
        public override Subscription Topic => new("bbo") { Coin = Data.Coin };
    }

    public sealed record Book(BookMessage Data) : MarketNews
    {
        public override Subscription Topic => new("l2Book") { Coin = Data.Coin };
    }

    /// <param name="Data">At least one trade, all of one coin.</param>
    public sealed record Trades(TradeMessage[] Data) : MarketNews
    {
        public override Subscription Topic => new("trades") { Coin = Data[0].Coin };
    }

    public sealed record Bar(CandleMessage Data) : MarketNews
    {
        public override Subscription Topic => new("candle") { Coin = Data.Coin, Interval = Data.Interval };
    }
}

/// <summary>Somebody who asked for a part of the market stream.</summary>
internal interface IMarketListener
{
    void Hear(MarketNews news, DateTimeOffset receivedAt);

    /// <summary>Called every few seconds while the stream is proved alive, and once when it is lost.</summary>
    void Report(bool isAlive);
}
