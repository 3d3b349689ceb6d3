// Drives the exchange's own JavaScript connector against the paper venue: REST, WebSocket API and streams.
import { DerivativesTradingUsdsFutures } from '@binance/derivatives-trading-usds-futures';
import { generateKeyPairSync } from 'node:crypto';
import { check, end, key, movePrice, ok, refused, rest, same, secret, socket, symbol, until } from './checks.mjs';

for (const level of ['info', 'debug', 'log']) console[level] = level === 'log' ? console.log : () => {};

const credentials = { apiKey: key, apiSecret: secret };
const client = new DerivativesTradingUsdsFutures({
  configurationRestAPI: { ...credentials, basePath: rest },
  configurationWebsocketAPI: { ...credentials, wsURL: `${socket}/ws-fapi/v1` },
  configurationWebsocketStreams: { wsURL: socket },
});
const read = async (call) => (await call).data();
const side = 'BUY';
const api = await client.websocketAPI.connect();
const streams = await client.websocketStreams.connect();
const last = async () => Number((await read(client.restAPI.symbolPriceTicker({ symbol }))).price);
const near = async (factor) => Math.round((await last()) * factor);
const flatten = async () => {
  await read(client.restAPI.cancelAllOpenOrders({ symbol }));
  await read(client.restAPI.cancelAllAlgoOpenOrders({ symbol }));
  const [held] = (await read(client.restAPI.positionInformationV3({ symbol }))).filter((row) => Number(row.positionAmt) !== 0);
  if (!held) return;
  const amount = Number(held.positionAmt);
  await read(client.restAPI.newOrder({ symbol, side: amount > 0 ? 'SELL' : 'BUY', type: 'MARKET', quantity: Math.abs(amount), reduceOnly: 'true' }));
};

await check('every public read answers', async () => {
  const api1 = client.restAPI;
  const reads = {
    ping: () => api1.testConnectivity(), time: () => api1.checkServerTime(), info: () => api1.exchangeInformation(),
    book: () => api1.orderBook({ symbol, limit: 20 }), rpiBook: () => api1.rpiOrderBook({ symbol }), trades: () => api1.recentTradesList({ symbol }),
    oldTrades: () => api1.oldTradesLookup({ symbol }), aggTrades: () => api1.compressedAggregateTradesList({ symbol }),
    klines: () => api1.klineCandlestickData({ symbol, interval: '1m' }),
    continuous: () => api1.continuousContractKlineCandlestickData({ pair: symbol, contractType: 'PERPETUAL', interval: '1m' }),
    index: () => api1.indexPriceKlineCandlestickData({ pair: symbol, interval: '1m' }),
    mark: () => api1.markPriceKlineCandlestickData({ symbol, interval: '1m' }), premium: () => api1.markPrice({ symbol }),
    funding: () => api1.getFundingRateHistory({ symbol }), fundingInfo: () => api1.getFundingRateInfo(),
    day: () => api1.ticker24hrPriceChangeStatistics({ symbol }), price: () => api1.symbolPriceTickerV2({ symbol }),
    top: () => api1.symbolOrderBookTicker({ symbol }), interest: () => api1.openInterest({ symbol }),
    insurance: () => api1.queryInsuranceFundBalanceSnapshot(), adl: () => api1.adlRisk({ symbol }),
  };
  for (const [name, call] of Object.entries(reads)) {
    const answer = await read(call()).catch((reason) => { throw new Error(`${name}: ${reason.message}`); });
    ok(answer !== undefined, name);
  }
});

await check('every account read answers', async () => {
  const api1 = client.restAPI;
  const reads = {
    account2: () => api1.accountInformationV2(), account3: () => api1.accountInformationV3(), balance2: () => api1.futuresAccountBalanceV2(),
    balance3: () => api1.futuresAccountBalanceV3(), config: () => api1.futuresAccountConfiguration(), status: () => api1.futuresTradingQuantitativeRulesIndicators(),
    burn: () => api1.getBnbBurnStatus(), assets: () => api1.getCurrentMultiAssetsMode(), mode: () => api1.getCurrentPositionMode(),
    income: () => api1.getIncomeHistory(), brackets: () => api1.notionalAndLeverageBrackets({ symbol }), limits: () => api1.queryUserRateLimit(),
    symbols: () => api1.symbolConfiguration({ symbol }), fees: () => api1.userCommissionRate({ symbol }), fills: () => api1.accountTradeList({ symbol }),
    orders: () => api1.allOrders({ symbol }), algos: () => api1.queryAllAlgoOrders({ symbol }), forced: () => api1.usersForceOrders({}),
    margin: () => api1.getPositionMarginChangeHistory({ symbol }), quantile: () => api1.positionAdlQuantileEstimation({ symbol }),
    risk2: () => api1.positionInformationV2({ symbol }), changes: () => api1.getOrderModifyHistory({ symbol }),
  };
  for (const [name, call] of Object.entries(reads)) {
    const answer = await read(call()).catch((reason) => { throw new Error(`${name}: ${reason.message}`); });
    ok(answer !== undefined, name);
  }
});

await check('settings change and stay', async () => {
  await flatten();
  same((await read(client.restAPI.changeInitialLeverage({ symbol, leverage: 7 }))).leverage, 7, 'leverage');
  await read(client.restAPI.changeMultiAssetsMode({ multiAssetsMargin: 'true' }));
  await refused(() => client.restAPI.changeMarginType({ symbol, marginType: 'ISOLATED' }), 'isolated-margin');
  await read(client.restAPI.changeMultiAssetsMode({ multiAssetsMargin: 'false' }));
  await read(client.restAPI.toggleBnbBurnOnFuturesTrade({ feeBurn: 'true' }));
  same((await read(client.restAPI.getBnbBurnStatus())).feeBurn, true, 'fee burn');
});

await check('an order rests, is changed and is cancelled', async () => {
  const placed = await read(client.restAPI.newOrder({
    symbol, side, type: 'LIMIT', timeInForce: 'GTD', goodTillDate: Date.now() + 3_600_000, quantity: 0.01, price: await near(0.97),
  }));
  same(placed.timeInForce, 'GTD', 'time in force');
  const changed = await read(client.restAPI.modifyOrder({ symbol, side, orderId: placed.orderId, quantity: 0.02, price: await near(0.98), modifyId: 5 }));
  same(Number(changed.origQty), 0.02, 'quantity');
  same(Number(changed.modifyId), 5, 'modifyId');
  same((await read(client.restAPI.getOrderModifyHistory({ symbol, orderId: placed.orderId }))).length, 1, 'changes');
  const canceled = await read(client.restAPI.cancelOrder({ symbol, orderId: placed.orderId }));
  same(canceled.status, 'CANCELED', 'status');
  await refused(() => client.restAPI.cancelOrder({ symbol, orderId: placed.orderId }), 'Unknown order');
});

await check('batches are placed, changed and cancelled', async () => {
  const order = { symbol, side, type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01', price: String(await near(0.97)) };
  const placed = await read(client.restAPI.placeMultipleOrders({ batchOrders: [order, { ...order, quantity: '0' }] }));
  ok(placed[0].orderId && placed[1].code === -4003, JSON.stringify(placed));
  const orderId = placed[0].orderId;
  const changed = await read(client.restAPI.modifyMultipleOrders({ batchOrders: [{ symbol, side, orderId, quantity: '0.02', price: order.price }] }));
  same(Number(changed[0].origQty), 0.02, 'quantity');
  const canceled = await read(client.restAPI.cancelMultipleOrders({ symbol, orderIdList: [orderId] }));
  same(canceled[0].status, 'CANCELED', 'status');
});

await check('the WebSocket API places, reads, changes and cancels', async () => {
  const placed = (await api.newOrder({ symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01, price: await near(0.97) })).data;
  ok(placed.orderId, JSON.stringify(placed));
  const orderId = placed.orderId;
  same((await api.queryOrder({ symbol, orderId })).data.status, 'NEW', 'status');
  const changed = (await api.modifyOrder({ symbol, side, orderId, quantity: 0.02, price: await near(0.98) })).data;
  same(Number(changed.origQty), 0.02, 'quantity');
  const answer = await api.cancelOrder({ symbol, orderId });
  same(answer.data.status, 'CANCELED', 'status');
  ok(answer.rateLimits.length > 0, 'no rate limits');
  const algo = (await api.newAlgoOrder({ algoType: 'CONDITIONAL', symbol, side, type: 'STOP_MARKET', quantity: 0.01, triggerPrice: await near(1.03) })).data;
  same(algo.algoStatus, 'NEW', 'algo status');
  same(String((await api.cancelAlgoOrder({ algoId: algo.algoId })).data.code), '200', 'algo cancel');
});

await check('the WebSocket API reads accounts and prices', async () => {
  ok((await api.accountInformationV2()).data.assets.length > 0, 'account');
  ok((await api.accountInformation()).data.assets.length > 0, 'account v1');
  ok((await api.futuresAccountBalanceV2()).data.length > 0, 'balance');
  ok(Array.isArray((await api.positionInformationV2()).data), 'positions');
  ok((await api.orderBook({ symbol })).data.bids.length > 0, 'book');
  ok(Number((await api.symbolOrderBookTicker({ symbol })).data.bidPrice) > 0, 'top');
  ok((await api.startUserDataStream()).data.listenKey, 'listen key');
});

await check('market streams speak', async () => {
  const heard = new Set();
  const listen = (name, stream) => stream.on('message', () => heard.add(name));
  const lower = symbol.toLowerCase();
  listen('aggTrade', streams.aggregateTradeStreams({ symbol: lower }));
  listen('markPrice', streams.markPriceStream({ symbol: lower, updateSpeed: '1s' }));
  listen('allMarks', streams.markPriceStreamForAllMarket({ updateSpeed: '1s' }));
  listen('kline', streams.klineCandlestickStreams({ symbol: lower, interval: '1m' }));
  listen('continuous', streams.continuousContractKlineCandlestickStreams({ pair: lower, contractType: 'perpetual', interval: '1m' }));
  listen('mini', streams.individualSymbolMiniTickerStream({ symbol: lower }));
  listen('minis', streams.allMarketMiniTickersStream());
  listen('ticker', streams.individualSymbolTickerStreams({ symbol: lower }));
  listen('tickers', streams.allMarketTickersStreams());
  listen('top', streams.individualSymbolBookTickerStreams({ symbol: lower }));
  listen('tops', streams.allBookTickersStream());
  listen('depth', streams.diffBookDepthStreams({ symbol: lower, updateSpeed: '100ms' }));
  listen('levels', streams.partialBookDepthStreams({ symbol: lower, levels: 10, updateSpeed: '500ms' }));
  listen('rpi', streams.rpiDiffBookDepthStreams({ symbol: lower }));
  await until(`all 14 streams, heard ${[...heard]}`, () => heard.size === 14).catch(() => { throw new Error(`heard only ${[...heard].join(' ')}`); });
});

await check('account events follow an order, a stop fires', async () => {
  await flatten();
  const { listenKey } = await read(client.restAPI.startUserDataStream());
  const events = [];
  const stream = streams.userData(listenKey);
  stream.on('message', (event) => events.push(event));
  const find = (type, fits) => events.find((event) => event.e === type && (!fits || fits(event)));
  await until('the stream is attached', async () => {
    await read(client.restAPI.changeInitialLeverage({ symbol, leverage: 5 }));
    return find('ACCOUNT_CONFIG_UPDATE');
  });
  const filled = await read(client.restAPI.newOrder({ symbol, side, type: 'MARKET', quantity: 0.01, newOrderRespType: 'RESULT' }));
  same(filled.status, 'FILLED', 'status');
  await until('TRADE_LITE', () => find('TRADE_LITE', (event) => String(event.i) === String(filled.orderId)));
  await until('ORDER_TRADE_UPDATE', () => find('ORDER_TRADE_UPDATE', (event) => event.o.X === 'FILLED'));
  await until('ACCOUNT_UPDATE', () => find('ACCOUNT_UPDATE', (event) => event.a.P.some((row) => Number(row.pa) === 0.01)));
  const before = await last();
  await read(client.restAPI.newAlgoOrder({
    algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', triggerPrice: Math.round(before * 0.99), closePosition: 'true', workingType: 'MARK_PRICE',
  }));
  await until('ALGO_UPDATE', () => find('ALGO_UPDATE', (event) => event.o.X === 'NEW'));
  await movePrice(Math.round(before * 0.98));
  await until('the stop is finished', () => find('ALGO_UPDATE', (event) => event.o.X === 'FINISHED'));
  await movePrice(before);
  same((await read(client.restAPI.positionInformationV3({ symbol }))).filter((row) => Number(row.positionAmt) !== 0).length, 0, 'positions');
  await read(client.restAPI.closeUserDataStream());
  await until('listenKeyExpired', () => find('listenKeyExpired'));
});

await check('an Ed25519 key signs on both wires and logs on', async () => {
  const pair = generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const added = await fetch(`${rest}/control/keys`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ api_key: key, public_key: pair.publicKey }),
  });
  const own = { apiKey: (await added.json()).api_key, privateKey: pair.privateKey };
  const owner = new DerivativesTradingUsdsFutures({
    configurationRestAPI: { ...own, basePath: rest }, configurationWebsocketAPI: { ...own, wsURL: `${socket}/ws-fapi/v1` },
  });
  ok((await read(owner.restAPI.futuresAccountBalanceV3())).length > 0, 'REST');
  const session = await owner.websocketAPI.connect();
  same((await session.sendSignedMessage('/session.logon', {})).data?.apiKey ?? own.apiKey, own.apiKey, 'logon');
  ok((await session.futuresAccountBalanceV2()).data.length > 0, 'WebSocket API');
  await session.disconnect();
});

await check('wrong calls are refused as the exchange does', async () => {
  await refused(() => client.restAPI.newOrder({ symbol, side, type: 'MARKET', quantity: 0.0001234 }), 'Precision is over');
  await refused(() => client.restAPI.newOrder({ symbol: 'NOSUCHUSDT', side, type: 'MARKET', quantity: 1 }), 'Invalid symbol');
  await refused(() => client.restAPI.queryOrder({ symbol, orderId: 999 }), 'Order does not exist');
  await refused(() => client.restAPI.newOrder({ symbol, side: 'SELL', type: 'MARKET', quantity: 0.01, reduceOnly: 'true' }), 'ReduceOnly Order is rejected');
});

await flatten();
end();
