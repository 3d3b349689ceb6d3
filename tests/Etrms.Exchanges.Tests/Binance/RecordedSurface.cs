using System.Text.Json.Serialization.Metadata;
using Etrms.Exchanges.Binance;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Which recorded payload is read by what, and which are outside of what the client speaks.</summary>
internal static class RecordedSurface
{
    /// <summary>Answers and account events, read by their message type.</summary>
    public static readonly IReadOnlyDictionary<string, JsonTypeInfo> Messages = Names(
        (BinanceJson.Default.DoneMessage, """
            rest.binancenet.Account.ChangeMarginType rest.binancenet.Account.ModifyPositionMode rest.binancenet.Trading.CancelAllConditionalOrders
            rest.live2026.cancelAll rest.official.cancel_algo_order rest.official.cancel_all_algo_open_orders rest.official.change_position_mode
            """),
        (BinanceJson.Default.ErrorMessage, "rest.live2026.err-margin-type rest.live2026.err-no-order"),
        (BinanceJson.Default.ListenKeyMessage, """
            rest.binancenet.Account.KeepAliveUserStream rest.binancenet.Account.StartUserStream rest.official.start_user_data_stream
            """),
        (BinanceJson.Default.SymbolBracketsMessageArray, "rest.binancenet.Account.GetBrackets rest.official.notional_and_leverage_brackets"),
        (BinanceJson.Default.FundingRateMessageArray, """
            rest.binancenet.ExchangeData.GetFundingRates rest.nautilus.http_futures_market_funding_rate rest.official.get_funding_rate_history
            """),
        (BinanceJson.Default.PremiumMessage, """
            rest.binancenet.ExchangeData.GetMarkPrice rest.nautilus.http_futures_market_premium_index rest.official.mark_price
            """),
        (BinanceJson.Default.TickerMessage, "rest.nautilus.http_futures_market_ticker_24hr"),
        (BinanceJson.Default.DepthMessage, "rest.binancenet.ExchangeData.GetOrderBook rest.official.order_book"),
        (BinanceJson.Default.TradeMessageArray, "rest.binancenet.ExchangeData.GetRecentTrades"),
        (BinanceJson.Default.KlineMessageArray, "rest.binancenet.ExchangeData.GetKlines rest.nautilus.http_futures_market_klines"),
        (BinanceJson.Default.CountdownMessage, "rest.binancenet.Trading.CancelAllOrdersAfterTimeout"),
        (BinanceJson.Default.OrderMessage, """
            rest.binancenet.Trading.CancelOrder rest.binancenet.Trading.EditOrder rest.binancenet.Trading.GetOpenOrder
            rest.binancenet.Trading.PlaceOrder rest.live2026.order-new rest.nautilus.order_response rest.official.cancel_order
            rest.official.query_current_open_order rest.official.query_order
            """),
        (BinanceJson.Default.OrderMessageArray, """
            rest.binancenet.Trading.GetOpenOrders rest.binancenet.Trading.GetOrders rest.nautilus.http_futures_account_orders
            rest.official.current_all_open_orders
            """),
        (BinanceJson.Default.AlgoOrderMessage, """
            rest.binancenet.Trading.GetConditionalOrder rest.live2026.algo-query-canceled rest.live2026.algo-query-still-new
            rest.official.new_algo_order
            """),
        (BinanceJson.Default.AlgoOrderMessageArray, """
            rest.binancenet.Trading.GetConditionalOrders rest.nautilus.open_algo_orders rest.official.current_all_algo_open_orders
            rest.official.query_all_algo_orders
            """),
        (BinanceJson.Default.LeverageMessage, "rest.live2026.leverage rest.official.change_initial_leverage"),
        (BinanceJson.Default.PositionMarginMessage, "rest.official.modify_isolated_position_margin"),
        (BinanceJson.Default.AccountConfigMessage, "rest.binancenet.Account.GetAccountConfiguration"),
        (BinanceJson.Default.SymbolConfigMessageArray, "rest.nautilus.http_futures_account_symbol_config rest.official.symbol_configuration"),
        (BinanceJson.Default.AccountMessage, "rest.official.account_information_v3"),
        (BinanceJson.Default.UserTradeMessageArray, "rest.official.account_trade_list"),
        (BinanceJson.Default.ExchangeInfoMessage, "rest.official.exchange_information"),
        (BinanceJson.Default.UserAccountFrame, "ws.binancenet.AccountUpdate ws.live2026.account-update"),
        (BinanceJson.Default.UserOrderFrame, """
            ws.binancenet.OrderUpdate ws.nautilus.order_update_calculated_pending ws.nautilus.order_update_delivery ws.nautilus.order_update_new
            ws.nautilus.order_update_settlement ws.nautilus.order_update_trade_partial ws.nautilus.ws_futures_order_update_adl_filled
            ws.nautilus.ws_futures_order_update_new_limit_if_touched_price_match ws.nautilus.ws_futures_order_update_new_price_match
            ws.nautilus.ws_futures_order_update_new_reduce_only_qty ws.nautilus.ws_futures_order_update_settlement
            """),
        (BinanceJson.Default.UserAlgoFrame, """
            ws.binancenet.AlgoOrderUpdate ws.live2026.algo-canceled ws.live2026.algo-new ws.live2026.algo-new-close-position
            ws.nautilus.algo_update_canceled ws.nautilus.ws_futures_algo_update_finished ws.nautilus.ws_futures_algo_update_finished_canceled
            ws.nautilus.ws_futures_algo_update_triggered
            """));

    /// <summary>Frames that become events without a message type between.</summary>
    public static readonly IReadOnlySet<string> Frames = Set("""
        ws.binancenet.BookTicker ws.binancenet.Ticker ws.nautilus.book_ticker_stream ws.nautilus.depth_update_stream
        ws.nautilus.kline_stream_closed ws.nautilus.mark_price_stream ws.nautilus.ticker_stream ws.nautilus.trade_stream
        ws.nautilus.ws_futures_depth_diff_update ws.nautilus.ws_futures_depth_update ws.nautilus.ws_futures_ticker_24hr
        ws.official.all_book_tickers_stream ws.official.diff_book_depth_streams ws.official.individual_symbol_book_ticker_streams
        ws.official.kline_candlestick_streams
        """);

    /// <summary>
    /// Out of surface as well, but on a stream of ours: events that must not count, because others tell the same or because they are no news of ours.
    /// </summary>
    public static readonly IReadOnlySet<string> PassedOver = Set("""
        ws.binancenet.ConditionalTrigger ws.binancenet.StrategyUpdate ws.binancenet.TradeUpdate ws.live2026.trade-lite
        ws.nautilus.ws_futures_trade_lite
        """);

    /// <summary>
    /// Not spoken: the WebSocket API; second versions of account and positions; downloads, statistics, conversions, portfolio margin and
    /// indices; batches; the algorithms of the spot side; streams that nobody subscribes.
    /// </summary>
    public static readonly IReadOnlySet<string> OutOfSurface = Set("""
        rest.binancenet.Account.GetAccountInfo rest.binancenet.Account.GetDownloadIdForTradeHistory
        rest.binancenet.Account.GetDownloadIdForTransactionHistory rest.binancenet.Account.GetDownloadLinkForOrderHistory
        rest.binancenet.Account.GetDownloadLinkForTradeHistory rest.binancenet.Account.GetDownloadLinkForTransactionHistory
        rest.binancenet.Account.GetOrderRateLimit rest.binancenet.Account.GetPositionInformation rest.binancenet.Account.GetTradingStatus
        rest.binancenet.Account.GetUserCommissionRate rest.binancenet.Account.SetBnbBurnStatus rest.binancenet.ExchangeData.GetBasis
        rest.binancenet.ExchangeData.GetContinuousContractKlines rest.binancenet.ExchangeData.GetFundingInfo
        rest.binancenet.ExchangeData.GetGlobalLongShortAccountRatio rest.binancenet.ExchangeData.GetIndexPriceConstituents
        rest.binancenet.ExchangeData.GetIndexPriceKlines rest.binancenet.ExchangeData.GetOpenInterest
        rest.binancenet.ExchangeData.GetPremiumIndexKlines rest.binancenet.ExchangeData.GetTakerBuySellVolumeRatio
        rest.binancenet.ExchangeData.GetTopLongShortPositionRatio rest.binancenet.ExchangeData.GetTradeHistory
        rest.binancenet.Trading.CancelMultipleOrders rest.binancenet.Trading.ConvertAcceptQuote rest.binancenet.Trading.EditMultipleOrders
        rest.binancenet.Trading.GetClosedAlgoOrders rest.binancenet.Trading.GetOrderEditHistory
        rest.binancenet.Trading.PlaceTimeWeightedAveragePriceOrder rest.binancenet.Trading.PlaceVolumeParticipationOrder
        rest.live2026.account-v2 rest.nautilus.account_info_v2 rest.nautilus.balance rest.nautilus.http_futures_account_position_side_dual
        rest.nautilus.http_futures_account_positions_hedge rest.nautilus.http_futures_market_agg_trades
        rest.nautilus.http_futures_market_asset_index rest.nautilus.http_futures_market_blvt_nav_kline
        rest.nautilus.http_futures_market_continuous_klines rest.nautilus.http_futures_market_global_long_short_account_ratio
        rest.nautilus.http_futures_market_historical_trades rest.nautilus.http_futures_market_index_info
        rest.nautilus.http_futures_market_mark_price_klines rest.nautilus.http_futures_market_open_interest_historical
        rest.nautilus.http_futures_market_taker_long_short_ratio rest.nautilus.http_futures_market_ticker_price
        rest.nautilus.http_futures_market_top_long_short_position_ratio
        rest.nautilus.http_futures_wallet_commission_rate_btcusdt_quarterly rest.official.accept_the_offered_quote
        rest.official.account_information_v2 rest.official.adl_risk rest.official.asset_index rest.official.basis
        rest.official.cancel_multiple_orders rest.official.change_multi_assets_mode
        rest.official.classic_portfolio_margin_account_information rest.official.composite_index_symbol_information
        rest.official.continuous_contract_kline_candlestick_data rest.official.futures_account_balance_v2
        rest.official.futures_account_balance_v3 rest.official.futures_trading_quantitative_rules_indicators
        rest.official.get_download_id_for_futures_order_history rest.official.get_download_id_for_futures_trade_history
        rest.official.get_funding_rate_info rest.official.get_futures_order_history_download_link_by_id
        rest.official.get_futures_trade_download_link_by_id rest.official.get_futures_transaction_history_download_link_by_id
        rest.official.get_position_margin_change_history rest.official.list_all_convert_pairs rest.official.long_short_ratio
        rest.official.mark_price_kline_candlestick_data rest.official.modify_multiple_orders rest.official.old_trades_lookup
        rest.official.order_status rest.official.place_multiple_orders rest.official.position_information_v2
        rest.official.premium_index_kline_data rest.official.query_index_price_constituents
        rest.official.query_insurance_fund_balance_snapshot rest.official.rpi_order_book rest.official.send_quote_request
        rest.official.symbol_price_ticker rest.official.test_order rest.official.toggle_bnb_burn_on_futures_trade
        rest.official.top_trader_long_short_ratio_accounts rest.official.top_trader_long_short_ratio_positions
        rest.official.trading_schedule ws.binancenet.AssetIndex ws.binancenet.CompositIndex ws.binancenet.MiniTicker
        ws.binancenet.SymbolUpdates ws.nautilus.liquidation_stream ws.official.aggregate_trade_streams
        ws.official.composite_index_symbol_information_streams ws.official.contract_info_stream ws.official.liquidation_order_streams
        ws.official.rpi_diff_book_depth_streams wsapi.binancenet.Account.GetAccountInfo wsapi.binancenet.ExchangeData.GetPrices
        wsapi.binancenet.Trading.CancelConditionalOrder wsapi.binancenet.Trading.CancelOrder wsapi.binancenet.Trading.EditOrder
        wsapi.binancenet.Trading.GetPositions wsapi.binancenet.Trading.PlaceConditionalOrder wsapi.binancenet.Trading.PlaceOrder
        wsapi.official.account_information wsapi.official.cancel_algo_order wsapi.official.cancel_order
        wsapi.official.close_user_data_stream wsapi.official.keepalive_user_data_stream wsapi.official.modify_order
        wsapi.official.new_order wsapi.official.order_book wsapi.official.position_information wsapi.official.position_information_v2
        wsapi.official.query_order wsapi.official.symbol_order_book_ticker
        """);

    private static HashSet<string> Set(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, JsonTypeInfo> Names(params (JsonTypeInfo Type, string Names)[] rows) => rows
        .SelectMany(row => Set(row.Names).Select(name => (name, row.Type)))
        .ToDictionary(pair => pair.name, pair => pair.Type, StringComparer.Ordinal);
}
