using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>A user's fills, funding payments and other movements of money.</summary>
internal sealed class HistoryInfo(WalletBook wallets, CoinListing coins)
{
    private const int MostFills = 2_000;
    private const int MostRows = 500;
    private const int RowsPerWeight = 20;

    public void AddTo(InfoTable table)
    {
        table.Add("userFills", (request, desk) => Fills([.. NewestFills(request.Address("user"), desk)]), itemsPerWeight: RowsPerWeight);
        table.Add("userFillsByTime", FillsByTime, itemsPerWeight: RowsPerWeight);
        table.Add("userFunding", (request, desk) => FundingByTime(request, desk), itemsPerWeight: RowsPerWeight);
        table.Add("userNonFundingLedgerUpdates", (request, _) => Movements(request), itemsPerWeight: RowsPerWeight);
        table.Add("userTwapSliceFills", (_, _) => new InfoAnswer(writer => writer.WriteRawValue("[]")));
        table.Add("twapHistory", (_, _) => new InfoAnswer(writer => writer.WriteRawValue("[]")));
    }

    /// <summary>Newest first.</summary>
    public static IEnumerable<FillRow> NewestFills(string user, VenueDesk desk) =>
        desk.Hyperliquid.Trades(user).Reverse().Take(MostFills).Select(trade => FillRow.Of(user, trade, desk.Hyperliquid));

    /// <summary>Oldest first, those that were booked in [start, end].</summary>
    public IReadOnlyList<FundingRow> Fundings(string user, DateTimeOffset? start, DateTimeOffset? end, VenueDesk desk) =>
    [
        .. desk.Hyperliquid.Ledger(user)
            .Where(entry => entry.Kind == LedgerKind.Funding && Within(entry.At, start, end))
            .Take(MostRows)
            .Select(entry => Row(entry, desk)),
    ];

    public FundingRow Row(ExchangeLedgerEntry entry, VenueDesk desk)
    {
        var coin = coins.Get(entry.Instrument!.Value);
        var settlement = desk.Market.Funding(coin.Id, entry.At, entry.At, 1).FirstOrDefault();
        return FundingRow.Of(entry, settlement, coin);
    }

    public IReadOnlyList<Movement> MovementsOf(string user, DateTimeOffset? start, DateTimeOffset? end) =>
        [.. (wallets.Find(user)?.Movements ?? []).Where(movement => Within(movement.At, start, end)).Take(MostRows)];

    private static InfoAnswer Fills(IReadOnlyCollection<FillRow> rows) => InfoAnswer.List(rows, (writer, row) => row.Write(writer));

    private static InfoAnswer FillsByTime(JsonElement request, VenueDesk desk)
    {
        var user = request.Address("user");
        var start = request.FindInstant("startTime") ?? throw MalformedException.Body;
        var end = request.FindInstant("endTime");
        var trades = desk.Hyperliquid.Trades(user).Where(trade => Within(trade.At, start, end)).Take(MostFills);
        return Fills([.. trades.Select(trade => FillRow.Of(user, trade, desk.Hyperliquid))]);
    }

    private InfoAnswer FundingByTime(JsonElement request, VenueDesk desk)
    {
        var start = request.FindInstant("startTime") ?? throw MalformedException.Body;
        var rows = Fundings(request.Address("user"), start, request.FindInstant("endTime"), desk);
        return InfoAnswer.List(rows, (writer, row) => row.WriteDelta(writer));
    }

    private InfoAnswer Movements(JsonElement request)
    {
        var start = request.FindInstant("startTime") ?? throw MalformedException.Body;
        var user = request.Address("user");
        return InfoAnswer.List(MovementsOf(user, start, request.FindInstant("endTime")), (writer, movement) => MovementJson.Write(writer, user, movement));
    }

    private static bool Within(DateTimeOffset at, DateTimeOffset? start, DateTimeOffset? end) =>
        !(at < start) && !(at > end);
}
