using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>What one frame of the user stream says.</summary>
internal abstract record UserNews
{
    public sealed record Changed(IReadOnlyList<RiskEvent> Events) : UserNews;

    /// <summary>Money was booked that no fill explains; the amounts wait for the ledger entry that does.</summary>
    public sealed record Booked(IReadOnlyList<RiskEvent> Events, IReadOnlyList<RiskEvent.BalanceChanged> Balances) : UserNews;

    public sealed record ListenKeyExpired : UserNews;

    /// <summary>Other coins became collateral or ceased to be: every balance told so far means something else now.</summary>
    public sealed record AssetsModeChanged : UserNews;
}

/// <summary>Frames of the user stream as events of one account.</summary>
internal sealed class BinanceUserFrames(AccountId account, KnownPositions positions, OtherCollateral collateral)
{
    /// <summary>Null for frames without news. TRADE_LITE repeats what ORDER_TRADE_UPDATE says in full, so it must not count.</summary>
    /// <exception cref="JsonException">The frame is not what it says it is.</exception>
    public UserNews? Decode(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt) => KindOf(frame) switch
    {
        "ORDER_TRADE_UPDATE" => FromOrder(Read(frame, BinanceJson.Default.UserOrderFrame), receivedAt),
        "ALGO_UPDATE" => FromAlgo(Read(frame, BinanceJson.Default.UserAlgoFrame), receivedAt),
        "ACCOUNT_UPDATE" => FromAccount(Read(frame, BinanceJson.Default.UserAccountFrame), receivedAt),
        "ACCOUNT_CONFIG_UPDATE" => FromConfig(Read(frame, BinanceJson.Default.UserConfigFrame), receivedAt),
        "listenKeyExpired" => new UserNews.ListenKeyExpired(),
        _ => null,
    };

    private static string? KindOf(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("e"u8);
            reader.Read();
            if (isKind)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    private static T Read<T>(ReadOnlySpan<byte> frame, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(frame, type) ?? throw new JsonException("An empty frame.");

    private static EventTimes Times(long matchedAt, long sentAt, DateTimeOffset receivedAt) =>
        new(Instant(matchedAt), Instant(sentAt), receivedAt);

    private UserNews.Changed FromOrder(UserOrderFrame frame, DateTimeOffset receivedAt)
    {
        var times = Times(frame.MatchedAt, frame.SentAt, receivedAt);
        var changed = new RiskEvent.OrderChanged(account, frame.Order.ToOrder(frame.MatchedAt)) { Times = times };
        return frame.Order.ToFill(frame.MatchedAt) is { } fill
            ? new([new RiskEvent.Filled(account, fill) { Times = times }, changed])
            : new([changed]);
    }

    private UserNews.Changed FromAlgo(UserAlgoFrame frame, DateTimeOffset receivedAt) =>
        new([new RiskEvent.OrderChanged(account, frame.Order.ToOrder(frame.MatchedAt)) { Times = Times(frame.MatchedAt, frame.SentAt, receivedAt) }]);

    private UserNews FromAccount(UserAccountFrame frame, DateTimeOffset receivedAt)
    {
        var times = Times(frame.MatchedAt, frame.SentAt, receivedAt);
        var moved = (frame.Account.Positions ?? []).Select(row => positions.Update(row, frame.MatchedAt));
        var wallet = frame.Account is { Reason: "ORDER", Balances: { } rows } && rows.FirstOrDefault(row => row.Asset == SettlementAsset) is { } row
            ? new WalletReading(row.Asset, collateral.WalletOf(row))
            : null;
        RiskEvent[] events = [.. moved.Select(position => new RiskEvent.PositionChanged(account, position, wallet) { Times = times })];
        RiskEvent.BalanceChanged[] balances = [.. (frame.Account.Balances ?? [])
            .Select(row => new RiskEvent.BalanceChanged(account, row.Asset, collateral.WalletOf(row)) { Times = times })];
        return frame.Account.Reason == "ORDER" || balances.Length == 0
            ? new UserNews.Changed([.. events, .. balances])
            : new UserNews.Booked(events, balances);
    }

    private UserNews? FromConfig(UserConfigFrame frame, DateTimeOffset receivedAt)
    {
        if (frame.Leverage is not { } leverage)
        {
            return frame.AssetsMode is null ? null : new UserNews.AssetsModeChanged();
        }

        var times = Times(frame.MatchedAt, frame.SentAt, receivedAt);
        return new UserNews.Changed([.. positions.SetLeverage(leverage.Symbol, leverage.Leverage)
            .Select(position => new RiskEvent.PositionChanged(account, position) { Times = times })]);
    }
}
