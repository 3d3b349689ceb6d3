namespace Etrms.Domain.Market;

/// <summary>A venue whose wire protocol ETRMS speaks.</summary>
public enum Exchange
{
    Binance,
    Hyperliquid,
}

/// <summary>One contract on one venue, for example Binance BTCUSDT.</summary>
/// <param name="Exchange">The venue.</param>
/// <param name="Symbol">The venue's own spelling, such as BTCUSDT or BTC.</param>
public readonly record struct InstrumentId(Exchange Exchange, string Symbol) : IComparable<InstrumentId>
{
    public int CompareTo(InstrumentId other) =>
        Exchange != other.Exchange ? Exchange.CompareTo(other.Exchange) : string.CompareOrdinal(Symbol, other.Symbol);

    public static bool operator <(InstrumentId left, InstrumentId right) => left.CompareTo(right) < 0;

    public static bool operator >(InstrumentId left, InstrumentId right) => left.CompareTo(right) > 0;

    public static bool operator <=(InstrumentId left, InstrumentId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(InstrumentId left, InstrumentId right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Exchange}:{Symbol}";
}
