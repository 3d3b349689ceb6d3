using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>A funding payment as the wire shows it.</summary>
/// <param name="Amount">Signed, in USDC: negative when it was paid.</param>
/// <param name="Size">Signed position that it was taken on.</param>
internal sealed record FundingRow(long TransactionId, DateTimeOffset At, string Coin, decimal Amount, decimal Size, decimal Rate)
{
    private const int Decimals = 6;

    /// <param name="entry">The booking.</param>
    /// <param name="settlement">Rate and price of its hour; null when the market has forgotten them.</param>
    /// <param name="coin">The coin.</param>
    public static FundingRow Of(ExchangeLedgerEntry entry, FundingSettlement? settlement, ListedCoin coin)
    {
        var perUnit = settlement is null ? 0 : settlement.Rate * settlement.Price;
        var size = perUnit == 0 ? 0 : Math.Round(-entry.Amount / perUnit, coin.Coin.SizeDecimals);
        return new FundingRow(entry.TransactionId, entry.At, coin.Name, entry.Amount, size, settlement?.Rate ?? 0);
    }

    /// <summary>The form of the userFunding request.</summary>
    public void WriteDelta(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Instant("time", At);
        writer.Hash(TransactionId);
        writer.WriteStartObject("delta");
        writer.WriteString("type", "funding");
        WriteFields(writer);
        writer.WriteNumber("nSamples", 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The form of the userFundings stream.</summary>
    public void WritePlain(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Instant("time", At);
        WriteFields(writer);
        writer.WriteEndObject();
    }

    private void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString("coin", Coin);
        writer.Number("usdc", Math.Round(Amount, Decimals));
        writer.Number("szi", Size);
        writer.Number("fundingRate", Math.Round(Rate, 10));
    }
}
