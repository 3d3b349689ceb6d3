using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Frames of the user stream as events of one account.</summary>
/// <param name="account">Our number of it.</param>
/// <param name="network">Its clocks and contracts.</param>
/// <param name="user">The venue's address of it.</param>
/// <param name="known">What was heard before.</param>
internal sealed class HyperliquidUserFrames(AccountId account, HyperliquidNetwork network, string user, KnownAccount known)
{
    private ClearinghouseMessage? _state;
    private SpotStateMessage? _spot;

    /// <summary>Set on connecting: where the collateral lies.</summary>
    public bool IsUnified { get; set; }

    /// <summary>New orders, of which the stream tells too little; their numbers are handed over here.</summary>
    public Action<long> AskFor { get; set; } = static _ => { };

    /// <summary>
    /// What is told as a snapshot at the beginning of a stream is past: the reading after connecting tells it. Other frames without news,
    /// such as answers and pongs, have no events either.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">The frame is not what it says it is.</exception>
    public IEnumerable<RiskEvent> Decode(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        switch (HyperliquidFrames.ChannelOf(frame))
        {
            case "clearinghouseState":
                _state = HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameUserStateMessage).ClearinghouseState;
                return FromState(_state, receivedAt);
            case "spotState":
                _spot = HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameUserSpotMessage).SpotState;
                return _state is { } state ? FromState(state, receivedAt) : [];
            case "orderUpdates":
                return FromOrders(HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameOrderUpdateMessageArray), receivedAt);
            case "userFills":
                var fills = HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameUserFillsMessage);
                return fills.IsSnapshot == true ? [] : FromFills(fills.Fills, receivedAt);
            case "userFundings":
                var fundings = HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameUserFundingsMessage);
                return fundings.IsSnapshot == true ? [] : FromEntries(fundings.Fundings.Select(HyperliquidLedger.ToEntry), receivedAt);
            case "userNonFundingLedgerUpdates":
                var booked = HyperliquidFrames.Data(frame, HyperliquidJson.Default.FrameUserLedgerMessage);
                return booked.IsSnapshot == true ? [] : FromEntries(
                    booked.NonFundingLedgerUpdates.Select(row => row.ToEntry(user, IsUnified)).OfType<LedgerEntry>(), receivedAt);
            default:
                return [];
        }
    }

    /// <summary>Every state is whole, so positions and wallet of one instant are told together.</summary>
    private List<RiskEvent> FromState(ClearinghouseMessage state, DateTimeOffset receivedAt)
    {
        if (IsUnified && _spot is null)
        {
            return [];
        }

        var times = state.Time is { } time ? network.TimesAt(time, receivedAt) : network.TimesNow();
        var positions = state.ToPositions(network.Contracts, times.MarketAt);
        var balance = state.ToBalance(IsUnified ? _spot : null, positions);
        var wallet = new WalletReading(Collateral, balance.WalletBalance);
        List<RiskEvent> events =
        [
            .. known.ChangePositions(positions, times.MarketAt)
                .Select(position => new RiskEvent.PositionChanged(account, position, wallet) { Times = times }),
        ];
        if (known.ChangeWallet(wallet.Balance))
        {
            events.Add(new RiskEvent.BalanceChanged(account, wallet.Asset, wallet.Balance) { Times = times });
        }

        return events;
    }

    private List<RiskEvent> FromOrders(OrderUpdateMessage[] updates, DateTimeOffset receivedAt)
    {
        var events = new List<RiskEvent>(updates.Length);
        foreach (var update in updates.Where(update => IsPerpetual(update.Order.Coin)))
        {
            if (known.ChangeOrder(update) is { } order)
            {
                events.Add(new RiskEvent.OrderChanged(account, order) { Times = network.TimesAt(update.StatusTimestamp, receivedAt) });
            }
            else
            {
                AskFor(update.Order.Oid);
            }
        }

        return events;
    }

    private IEnumerable<RiskEvent> FromFills(FillMessage[] fills, DateTimeOffset receivedAt) => fills
        .Select(row => (row.Time, Fill: row.ToFill(user)))
        .Where(row => row.Fill is not null)
        .Select(row => new RiskEvent.Filled(account, row.Fill!) { Times = network.TimesAt(row.Time, receivedAt) });

    private IEnumerable<RiskEvent> FromEntries(IEnumerable<LedgerEntry> entries, DateTimeOffset receivedAt) => entries
        .Select(entry => new RiskEvent.LedgerBooked(account, entry) { Times = network.TimesAt(entry.At.ToUnixTimeMilliseconds(), receivedAt) });
}
