using Etrms.Domain.Market;
using Npgsql;

namespace Etrms.Infrastructure.Postgres;

/// <summary>How rows of one kind lie in their table: (series, time) and then numbers.</summary>
internal sealed record RowKind<T>(string Table, string Time, string[] Numbers, Func<T, DateTimeOffset> TimeOf, Func<T, decimal[]> NumbersOf, Func<NpgsqlDataReader, T> Read)
{
    /// <summary>Time and numbers, in the order that <see cref="Read"/> expects.</summary>
    public string Columns => string.Join(", ", Numbers.Prepend(Time));
}

internal static class RowKinds
{
    public static readonly RowKind<Candle> Candles = new(
        "candles", "open_at", ["open", "high", "low", "close", "volume"],
        candle => candle.OpenAt,
        candle => [candle.Open, candle.High, candle.Low, candle.Close, candle.Volume],
        row => new Candle(
            new DateTimeOffset(row.GetDateTime(0)), row.GetDecimal(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5)));

    public static readonly RowKind<FundingRate> FundingRates = new(
        "funding_rates", "at", ["rate"],
        rate => rate.At,
        rate => [rate.Rate],
        row => new FundingRate(new DateTimeOffset(row.GetDateTime(0)), row.GetDecimal(1)));
}
