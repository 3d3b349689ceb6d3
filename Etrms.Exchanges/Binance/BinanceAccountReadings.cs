using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>What REST tells about one account.</summary>
internal sealed class BinanceAccountReadings(BinanceRest rest)
{
    private const int RowsPerPage = 1000;
    private const string NoMarketTime = "The venue has not told its market time.";

    /// <summary>The venue refuses longer spans of fills.</summary>
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(7);

    public BinanceNetwork Network => rest.Network;

    /// <summary>The leverage set for each contract, as of the last snapshot that was read.</summary>
    public IReadOnlyDictionary<InstrumentId, int> Leverage { get; private set; } = ImmutableDictionary<InstrumentId, int>.Empty;

    /// <summary>All six readings side by side; any that fails fails the whole, since half an account is a wrong account.</summary>
    public async Task<ExchangeOutcome<AccountSnapshot>> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        if (await ReadMarketTimeAsync(cancellationToken) is not { } at)
        {
            return new ExchangeOutcome<AccountSnapshot>.Unknown(NoMarketTime);
        }

        var balance = ReadAsync("/fapi/v3/account", 5, BinanceJson.Default.AccountMessage, cancellationToken);
        var risk = ReadAsync("/fapi/v3/positionRisk", 5, BinanceJson.Default.PositionMessageArray, cancellationToken);
        var config = ReadAsync("/fapi/v1/symbolConfig", 5, BinanceJson.Default.SymbolConfigMessageArray, cancellationToken);
        var mode = ReadAsync("/fapi/v1/accountConfig", 5, BinanceJson.Default.AccountConfigMessage, cancellationToken);
        var ordinary = ReadAsync("/fapi/v1/openOrders", 40, BinanceJson.Default.OrderMessageArray, cancellationToken);
        var conditional = ReadAsync("/fapi/v1/openAlgoOrders", 40, BinanceJson.Default.AlgoOrderMessageArray, cancellationToken);
        var (balances, risks, configs, modes) = (await balance, await risk, await config, await mode);
        if (configs is ExchangeOutcome<SymbolConfigMessage[]>.Accepted { Value: var rowsOfConfig })
        {
            Leverage = rowsOfConfig.ToImmutableDictionary(row => Instrument(row.Symbol), row => row.Leverage);
        }

        var resting = BinanceOrderGateway.OpenOrders(await ordinary, await conditional);
        return
            from account in balances
            from rows in risks
            from settings in configs
            from settled in modes
            from orders in resting
            select new AccountSnapshot
            {
                Balance = account.ToBalance(),
                Positions = ToPositions(rows, settings),
                OpenOrders = orders,
                IsHedgeMode = settled.DualSidePosition,
                IsMultiAssets = settled.MultiAssetsMargin,
                Assets = account.ToAssets(),
                At = at,
            };
    }

    /// <summary>Fills from an instant on, oldest first, in spans that the venue allows.</summary>
    public async Task<ExchangeOutcome<ImmutableArray<Fill>>> ReadFillsAsync(
        InstrumentId instrument, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<long, Fill>();
        if (await ReadMarketTimeAsync(cancellationToken) is not { } until)
        {
            return new ExchangeOutcome<ImmutableArray<Fill>>.Unknown(NoMarketTime);
        }

        for (var from = since; ;)
        {
            var call = BinanceCall.Get("/fapi/v1/userTrades", weight: 5);
            call.Parameters.Add("symbol", instrument.Symbol).Add("startTime", (DateTimeOffset?)from).Add("limit", (long?)RowsPerPage);
            var page = await rest.CallAsync(call, BinanceJson.Default.UserTradeMessageArray, cancellationToken);
            if (page is not ExchangeOutcome<UserTradeMessage[]>.Accepted { Value: var rows })
            {
                return page.Select(_ => ImmutableArray<Fill>.Empty);
            }

            foreach (var row in rows)
            {
                found[row.Id] = row.ToFill();
            }

            from = rows.Length == RowsPerPage ? NextPage(from, rows[^1].Time) : from + LongestSpan;
            if (rows.Length < RowsPerPage && from >= until)
            {
                return new ExchangeOutcome<ImmutableArray<Fill>>.Accepted([.. found.Values]);
            }
        }
    }

    /// <summary>Bookings from an instant on, oldest first.</summary>
    public async Task<ExchangeOutcome<ImmutableArray<LedgerEntry>>> ReadLedgerAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(LedgerKind, string), LedgerEntry>();
        for (var from = since; ;)
        {
            var call = BinanceCall.Get("/fapi/v1/income", weight: 30);
            call.Parameters.Add("startTime", (DateTimeOffset?)from).Add("limit", (long?)RowsPerPage);
            var page = await rest.CallAsync(call, BinanceJson.Default.IncomeMessageArray, cancellationToken);
            if (page is not ExchangeOutcome<IncomeMessage[]>.Accepted { Value: var rows })
            {
                return page.Select(_ => ImmutableArray<LedgerEntry>.Empty);
            }

            foreach (var entry in rows.Select(BinanceMapping.ToLedgerEntry))
            {
                found[(entry.Kind, entry.EntryId)] = entry;
            }

            if (rows.Length < RowsPerPage)
            {
                return new ExchangeOutcome<ImmutableArray<LedgerEntry>>.Accepted([.. found.Values.OrderBy(entry => entry.At)]);
            }

            from = NextPage(from, rows[^1].Time);
        }
    }

    /// <summary>
    /// The testnet has no wallet side: there the key is proved to work and the rest is said to be unknown.
    /// </summary>
    public async Task<ExchangeOutcome<KeyPermissions>> ReadPermissionsAsync(CancellationToken cancellationToken)
    {
        if (Network.Addresses.Wallet is null)
        {
            var mode = await ReadAsync("/fapi/v1/accountConfig", 5, BinanceJson.Default.AccountConfigMessage, cancellationToken);
            return mode.Then(_ => new ExchangeOutcome<KeyPermissions>.Unknown("The testnet does not tell what a key may do."));
        }

        var call = BinanceCall.Get("/sapi/v1/account/apiRestrictions", weight: 1) with { IsWallet = true };
        return (await rest.CallAsync(call, BinanceJson.Default.KeyRestrictionsMessage, cancellationToken)).Select(key =>
            new KeyPermissions(key.EnableReading, key.EnableFutures, key.EnableWithdrawals, key.IpRestrict));
    }

    /// <summary>Null while a replaying venue has not told its time.</summary>
    private async Task<DateTimeOffset?> ReadMarketTimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Network.LearnMarketTimeAsync(cancellationToken);
            return Network.TimesNow().MarketAt;
        }
        catch (ExchangeCallException)
        {
            return null;
        }
    }

    /// <summary>Rows with nothing held stand for a resting order alone.</summary>
    private static ImmutableArray<Position> ToPositions(PositionMessage[] rows, SymbolConfigMessage[] configs)
    {
        var bySymbol = configs.ToDictionary(config => config.Symbol);
        return [.. rows.Where(row => row.PositionAmt != 0).Select(row => row.ToPosition(bySymbol.GetValueOrDefault(row.Symbol)))];
    }

    /// <summary>Starts at the last row again, since others may share its millisecond; goes on when a whole page shares one.</summary>
    private static DateTimeOffset NextPage(DateTimeOffset from, long lastTime) =>
        Instant(lastTime) > from ? Instant(lastTime) : from.AddMilliseconds(1);

    private Task<ExchangeOutcome<T>> ReadAsync<T>(string path, int weight, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        rest.CallAsync(BinanceCall.Get(path, weight), answer, cancellationToken);
}
