// Drives the "binance" package against the paper venue: REST, WebSocket API and streams with its own user-data attachment.
import { USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { check, end, key, movePrice, ok, refused, rest, same, secret, socket, symbol, until } from './checks.mjs';

const quiet = { trace() {}, info() {}, error() {} };
const client = new USDMClient({ api_key: key, api_secret: secret, baseUrl: rest });
const side = 'BUY';
const near = async (factor) => Math.round(Number((await client.getSymbolPriceTickerV2({ symbol })).price) * factor);
const flatten = async () => {
  await client.cancelAllOpenOrders({ symbol });
  await client.cancelAllAlgoOpenOrders({ symbol });
  const [held] = (await client.getPositionsV3({ symbol })).filter((row) => Number(row.positionAmt) !== 0);
  if (!held) return;
  const amount = Number(held.positionAmt);
  await client.submitNewOrder({ symbol, side: amount > 0 ? 'SELL' : 'BUY', type: 'MARKET', quantity: Math.abs(amount), reduceOnly: 'true' });
};

await check('reads answer', async () => {
  const reads = {
    time: () => client.getServerTime(), info: () => client.getExchangeInfo(), book: () => client.getOrderBook({ symbol }),
    trades: () => client.getRecentTrades({ symbol }), old: () => client.getHistoricalTrades({ symbol }), agg: () => client.getAggregateTrades({ symbol }),
    klines: () => client.getKlines({ symbol, interval: '5m' }), mark: () => client.getMarkPrice({ symbol }), marks: () => client.getMarkPrice(),
    day: () => client.get24hrChangeStatistics({ symbol }), top: () => client.getSymbolOrderBookTicker({ symbol }),
    interest: () => client.getOpenInterest({ symbol }), funding: () => client.getFundingRateHistory({ symbol }),
    account: () => client.getAccountInformationV3(), account2: () => client.getAccountInformation(), balance: () => client.getBalanceV3(),
    positions: () => client.getPositionsV3(), fees: () => client.getAccountCommissionRate({ symbol }), brackets: () => client.getNotionalAndLeverageBrackets({ symbol }),
    config: () => client.getFuturesAccountConfig(), symbols: () => client.getFuturesSymbolConfig({ symbol }), income: () => client.getIncomeHistory(),
    fills: () => client.getAccountTrades({ symbol }), orders: () => client.getAllOrders({ symbol }), forced: () => client.getForceOrders(),
    quantile: () => client.getADLQuantileEstimation(), rules: () => client.getApiQuantitativeRulesIndicators(), burn: () => client.getBNBBurnStatus(),
  };
  for (const [name, call] of Object.entries(reads)) {
    const answer = await call().catch((reason) => { throw new Error(`${name}: ${JSON.stringify(reason)}`); });
    ok(answer !== undefined, name);
  }
});

await check('orders of every kind', async () => {
  await flatten();
  const { price: far } = { price: await near(0.97) };
  const placed = await client.submitNewOrder({ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01, price: far, selfTradePreventionMode: 'EXPIRE_TAKER' });
  same(placed.selfTradePreventionMode, 'EXPIRE_TAKER', 'self-trade prevention');
  const changed = await client.modifyOrder({ symbol, side, orderId: placed.orderId, quantity: 0.02, price: far });
  same(Number(changed.origQty), 0.02, 'quantity');
  same((await client.getOrder({ symbol, orderId: placed.orderId })).status, 'NEW', 'status');
  same((await client.cancelOrder({ symbol, orderId: placed.orderId })).status, 'CANCELED', 'cancelled');
  const matched = await client.submitNewOrder({ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01, priceMatch: 'QUEUE_5' });
  ok(Number(matched.price) > 0 && matched.priceMatch === 'QUEUE_5', JSON.stringify(matched));
  const several = await client.submitMultipleOrders([
    { symbol, side, type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01', price: String(far) },
    { symbol, side, type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01', price: String(far + 1) },
  ]);
  same(several.length, 2, 'batch');
  const both = await client.cancelMultipleOrders({ symbol, orderIdList: several.map((order) => order.orderId) });
  ok(both.every((order) => order.status === 'CANCELED'), JSON.stringify(both));
  await client.setCancelOrdersOnTimeout({ symbol, countdownTime: 60000 });
  await client.setCancelOrdersOnTimeout({ symbol, countdownTime: 0 });
  await client.cancelAllOpenOrders({ symbol });
  await refused(() => client.submitNewOrder({ symbol, side, type: 'STOP_MARKET', quantity: 0.01, stopPrice: far }), -4120);
});

await check('conditional orders', async () => {
  const algo = await client.submitNewAlgoOrder({
    algoType: 'CONDITIONAL', symbol, side, type: 'TRAILING_STOP_MARKET', quantity: 0.01, callbackRate: '1', workingType: 'MARK_PRICE',
  });
  same(algo.algoStatus, 'NEW', 'status');
  ok((await client.getOpenAlgoOrders({ symbol })).some((order) => order.algoId === algo.algoId), 'not listed');
  same((await client.getAlgoOrder({ algoId: algo.algoId })).algoStatus, 'NEW', 'read');
  await client.cancelAlgoOrder({ algoId: algo.algoId });
  same((await client.getAlgoOrder({ algoId: algo.algoId })).algoStatus, 'CANCELED', 'cancelled');
});

await check('position, margin and protection', async () => {
  await flatten();
  await client.setLeverage({ symbol, leverage: 10 });
  await client.setMarginType({ symbol, marginType: 'ISOLATED' });
  await client.submitNewOrder({ symbol, side, type: 'MARKET', quantity: 0.02 });
  const [held] = await client.getPositionsV3({ symbol });
  same(Number(held.positionAmt), 0.02, 'amount');
  await client.setIsolatedPositionMargin({ symbol, amount: 10, type: '1' });
  ok((await client.getPositionMarginChangeHistory({ symbol })).length > 0, 'no margin change');
  await flatten();
  await client.setMarginType({ symbol, marginType: 'CROSSED' });
});

await check('the WebSocket API trades', async () => {
  const api = new WebsocketAPIClient({ api_key: key, api_secret: secret, wsUrl: socket }, quiet);
  const placed = await api.submitNewFuturesOrder('usdm', { symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01, price: await near(0.97), timestamp: Date.now() });
  same(placed.result.status, 'NEW', 'status');
  const canceled = await api.cancelFuturesOrder('usdm', { symbol, orderId: placed.result.orderId, timestamp: Date.now() });
  same(canceled.result.status, 'CANCELED', 'cancelled');
  ok((await api.getFuturesAccountStatusV2({ timestamp: Date.now() })).result.assets.length > 0, 'account');
  ok((await api.getFuturesOrderBook({ symbol, limit: 5 })).result.bids.length > 0, 'book');
  api.getWSClient().closeAll(true);
});

await check('streams by route', async () => {
  const heard = new Set();
  const listen = (route, names) => {
    const stream = new WebsocketClient({ wsUrl: socket, beautify: false }, quiet);
    stream.on('message', (message) => { if (message.data?.e ?? message.e) heard.add(message.data?.e ?? message.e); });
    stream.subscribe(names, route === 'public' ? 'usdmPublic' : 'usdmMarket');
    return stream;
  };
  const lower = symbol.toLowerCase();
  const opened = [
    listen('market', [`${lower}@aggTrade`, `${lower}@markPrice@1s`, `${lower}@kline_1m`, `${lower}@ticker`, `${lower}@miniTicker`]),
    listen('public', [`${lower}@depth@100ms`, `${lower}@bookTicker`]),
  ];
  await until('seven kinds of event', () => heard.size >= 7).catch(() => { throw new Error(`heard only ${[...heard].join(' ')}`); });
  opened.forEach((stream) => stream.closeAll(true));
});

await check('its own user stream follows a stop that fires', async () => {
  await flatten();
  const events = [];
  const stream = new WebsocketClient({ api_key: key, api_secret: secret, wsUrl: socket, restOptions: { baseUrl: rest }, beautify: false }, quiet);
  stream.on('message', (message) => events.push(message.data ?? message));
  await stream.subscribeUsdFuturesUserDataStream();
  const before = await near(1);
  await client.submitNewOrder({ symbol, side, type: 'MARKET', quantity: 0.01 });
  await client.submitNewAlgoOrder({
    algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', triggerPrice: String(Math.round(before * 0.99)), quantity: 0.01, reduceOnly: 'true',
  });
  await movePrice(Math.round(before * 0.98));
  await until('both fills', () => events.filter((event) => event.e === 'ORDER_TRADE_UPDATE' && event.o.X === 'FILLED').length === 2)
    .finally(() => movePrice(before));
  ok(events.some((event) => event.e === 'ALGO_UPDATE' && event.o.X === 'TRIGGERED'), 'no ALGO_UPDATE');
  ok(events.findIndex((event) => event.e === 'TRADE_LITE') < events.findIndex((event) => event.e === 'ORDER_TRADE_UPDATE' && event.o.x === 'TRADE'), 'order of events');
  stream.closeAll(true);
});

await flatten();
end();
