using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A position with what the wire tells beside the exchange's view of it.</summary>
internal sealed record PositionReading(ExchangePosition Position, ListedCoin Coin, FundingSums Funding);

/// <summary>The perpetuals account of an address at one moment.</summary>
internal sealed record AccountReading(ExchangeAccountView? View, ImmutableArray<PositionReading> Positions, DateTimeOffset At)
{
    private const int Decimals = 6;

    /// <summary>Of the notional of cross positions, this much must stay when money is taken out.</summary>
    private const decimal LeastLeft = 0.1m;

    public static AccountReading Of(string user, VenueDesk desk, CoinListing coins)
    {
        var view = desk.Hyperliquid.ReadAccount(user);
        var held = view?.Positions.Where(position => position.Quantity != 0) ?? [];
        return new AccountReading(
            view,
            [.. held.Select(position => new PositionReading(position, coins.Get(position.Instrument), FundingSums.Of(user, position.Instrument, desk)))],
            desk.Now.MarketAt);
    }

    private ExchangePosition[] Cross =>
        [.. Positions.Select(held => held.Position).Where(position => position.MarginMode == MarginMode.Cross)];

    private decimal CrossValue => (View?.CrossWalletBalance ?? 0) + (View?.CrossUnrealizedPnl ?? 0);

    /// <summary>Never more than what is neither bound as margin nor needed for a tenth of the notional.</summary>
    public decimal Withdrawable => Math.Max(
        0, Math.Min(View?.AvailableBalance ?? 0, CrossValue - (LeastLeft * Cross.Sum(position => Math.Abs(position.Notional)))));

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var all = Positions.Select(held => held.Position).ToArray();
        Summary(writer, "marginSummary", View?.MarginBalance ?? 0, all);
        Summary(writer, "crossMarginSummary", CrossValue, Cross);
        writer.Number("crossMaintenanceMarginUsed", Math.Round(Cross.Sum(position => position.MaintenanceMargin), Decimals));
        writer.Number("withdrawable", Math.Round(Withdrawable, Decimals));
        writer.WriteStartArray("assetPositions");
        foreach (var position in Positions)
        {
            PositionJson.Write(writer, position);
        }

        writer.WriteEndArray();
        writer.Instant("time", At);
        writer.WriteEndObject();
    }

    private static void Summary(Utf8JsonWriter writer, string name, decimal value, ExchangePosition[] positions)
    {
        writer.WriteStartObject(name);
        writer.Number("accountValue", Math.Round(value, Decimals));
        writer.Number("totalNtlPos", Math.Round(positions.Sum(position => Math.Abs(position.Notional)), Decimals));
        writer.Number("totalRawUsd", Math.Round(value - positions.Sum(position => position.Notional), Decimals));
        writer.Number("totalMarginUsed", Math.Round(positions.Sum(PositionJson.MarginUsed), Decimals));
        writer.WriteEndObject();
    }
}
