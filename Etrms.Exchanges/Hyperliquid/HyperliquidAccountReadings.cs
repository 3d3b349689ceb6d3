using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>What the venue tells about one account when asked.</summary>
internal sealed class HyperliquidAccountReadings(HyperliquidRest rest)
{
    /// <summary>A shorter answer is the last one.</summary>
    private const int RowsPerPage = 500;

    private static readonly TimeSpan UnifiedFor = TimeSpan.FromMinutes(5);

    private readonly string _user = rest.Identity.User;
    private volatile UnifiedReading? _unified;

    public HyperliquidNetwork Network => rest.Network;

    /// <summary>True where the coins of the spot side are the collateral of the perpetuals. Hardly ever changes, and asking is dear.</summary>
    public async Task<ExchangeOutcome<bool>> ReadIsUnifiedAsync(CancellationToken cancellationToken)
    {
        if (_unified is { } known && Network.Time.GetElapsedTime(known.ReadAt) < UnifiedFor)
        {
            return new ExchangeOutcome<bool>.Accepted(known.Value);
        }

        var mode = await ReadAsync("userAbstraction", HyperliquidJson.Default.String, cancellationToken);
        return mode.Select(word =>
        {
            var isUnified = word is "unifiedAccount" or "portfolioMargin";
            _unified = new(isUnified, Network.Time.GetTimestamp());
            return isUnified;
        });
    }

    /// <summary>All readings side by side; any that fails fails the whole, since half an account is a wrong account.</summary>
    public async Task<ExchangeOutcome<AccountSnapshot>> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        var list = ContractList.KnownAsync(rest, cancellationToken);
        var unified = ReadIsUnifiedAsync(cancellationToken);
        var state = ReadAsync("clearinghouseState", HyperliquidJson.Default.ClearinghouseMessage, cancellationToken);
        var orders = ReadAsync("frontendOpenOrders", HyperliquidJson.Default.OrderMessageArray, cancellationToken);
        var (lists, states, open) = (await list, await state, await orders);
        var spot = await (await unified).ThenAsync(isUnified => ReadSpotAsync(isUnified, cancellationToken));
        return
            from contracts in lists
            from told in states
            from coins in spot
            from resting in open
            let at = Network.TimeOf(told)
            let positions = told.ToPositions(contracts, at)
            select new AccountSnapshot
            {
                Balance = told.ToBalance(coins.State, positions),
                Positions = positions,
                OpenOrders = HyperliquidOrderDesk.OpenOrders(resting),
                At = at,
            };
    }

    /// <summary>Fills of every contract from an instant on, oldest first. A fill may come on two pages and counts once.</summary>
    public async Task<ExchangeOutcome<ImmutableArray<Fill>>> ReadFillsAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await ReadPagesAsync(
            "userFillsByTime", since, HyperliquidJson.Default.FillMessageArray, row => row.Time, cancellationToken);
        return rows.Select(found => found
            .Select(row => row.ToFill(_user))
            .OfType<Fill>()
            .DistinctBy(fill => (fill.Instrument, fill.TradeId))
            .OrderBy(fill => fill.At)
            .ToImmutableArray());
    }

    /// <summary>Funding and everything else that was booked from an instant on, oldest first.</summary>
    public async Task<ExchangeOutcome<ImmutableArray<LedgerEntry>>> ReadLedgerAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var unified = await ReadIsUnifiedAsync(cancellationToken);
        var funding = await ReadPagesAsync(
            "userFunding", since, HyperliquidJson.Default.FundingPaymentMessageArray, row => row.Time, cancellationToken);
        var others = await ReadPagesAsync(
            "userNonFundingLedgerUpdates", since, HyperliquidJson.Default.LedgerUpdateMessageArray, row => row.Time, cancellationToken);
        return
            from isUnified in unified
            from paid in funding
            from booked in others
            select paid.Select(HyperliquidLedger.ToEntry)
                .Concat(booked.Select(row => row.ToEntry(_user, isUnified)).OfType<LedgerEntry>())
                .DistinctBy(entry => (entry.Kind, entry.EntryId))
                .OrderBy(entry => entry.At)
                .ToImmutableArray();
    }

    /// <summary>One order by its number; null when the venue does not know it.</summary>
    public async Task<ExchangeOutcome<Order?>> FindAsync(long oid, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("orderStatus") { User = _user, Oid = oid };
        return (await rest.ReadAsync(request, HyperliquidJson.Default.OrderStatusMessage, cancellationToken)).Select(HyperliquidMapping.ToOrder);
    }

    /// <summary>Asks how many more actions the address may have.</summary>
    public async Task ReadLimitsAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync("userRateLimit", HyperliquidJson.Default.RateLimitMessage, cancellationToken)
            is ExchangeOutcome<RateLimitMessage>.Accepted { Value: var told })
        {
            Network.BudgetOf(_user).Observe(told);
        }
    }

    private async Task<ExchangeOutcome<(bool IsUnified, SpotStateMessage? State)>> ReadSpotAsync(bool isUnified, CancellationToken cancellationToken) =>
        isUnified
            ? (await ReadAsync("spotClearinghouseState", HyperliquidJson.Default.SpotStateMessage, cancellationToken)).Select(state => (true, (SpotStateMessage?)state))
            : new ExchangeOutcome<(bool, SpotStateMessage?)>.Accepted((false, null));

    /// <summary>
    /// Answers over a span of time are cut off: the last row's time is the next start, since others may share its millisecond, and the rows
    /// that come twice are the caller's to drop.
    /// </summary>
    private async Task<ExchangeOutcome<List<T>>> ReadPagesAsync<T>(
        string type, DateTimeOffset since, JsonTypeInfo<T[]> answer, Func<T, long> timeOf, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        for (var from = since.ToUnixTimeMilliseconds(); ;)
        {
            var page = await rest.ReadAsync(new InfoRequest(type) { User = _user, StartTime = from }, answer, cancellationToken);
            if (page is not ExchangeOutcome<T[]>.Accepted { Value: var rows })
            {
                return page.Select(_ => found);
            }

            found.AddRange(rows);
            if (rows.Length < RowsPerPage)
            {
                return new ExchangeOutcome<List<T>>.Accepted(found);
            }

            var last = rows.Max(timeOf);
            from = last > from ? last : from + 1;
        }
    }

    private Task<ExchangeOutcome<T>> ReadAsync<T>(string type, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        rest.ReadAsync(new InfoRequest(type) { User = _user }, answer, cancellationToken);

    private sealed record UnifiedReading(bool Value, long ReadAt);
}
