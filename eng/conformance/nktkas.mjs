// Drives the "@nktkas/hyperliquid" package against the paper venue: requests, signed actions, streams and calls over the socket.
import * as hl from '@nktkas/hyperliquid';
import { Wallet } from 'ethers';
import WebSocket from 'ws';
import { check, end, ok, refused, rest, same, socket, until } from './checks.mjs';

globalThis.WebSocket ??= WebSocket;
const wallet = new Wallet(`0x${'1'.repeat(64)}`);
const user = wallet.address.toLowerCase();
const http = new hl.HttpTransport({ apiUrl: rest });
const ws = new hl.WebSocketTransport({ url: `${socket}/ws` });
const info = new hl.InfoClient({ transport: http });
const trade = new hl.ExchangeClient({ transport: http, wallet });
const streams = new hl.SubscriptionClient({ transport: ws });
const size = '0.01';
const builder = '0x6530512A6c89C7cfCEbC3BA7fcD9aDa5f30827a6';

const near = async (factor) => String(Math.round(Number((await info.allMids()).BTC) * factor));
const limit = async (b, factor, more = {}) => ({ a: 0, b, p: await near(factor), s: size, r: false, t: { limit: { tif: 'Gtc' } }, ...more });
const trigger = async (factor, tpsl) => ({ a: 0, b: false, p: await near(factor), s: size, r: true, t: { trigger: { isMarket: true, triggerPx: await near(factor), tpsl } } });
const place = async (orders, grouping = 'na') => (await trade.order({ orders, grouping })).response.data.statuses;
const held = async () => Number((await info.clearinghouseState({ user })).assetPositions.find((x) => x.position.coin === 'BTC')?.position.szi ?? 0);
const flatten = async () => {
  const open = await info.openOrders({ user });
  if (open.length > 0) await trade.cancel({ cancels: open.map((order) => ({ a: 0, o: order.oid })) });
  const szi = await held();
  if (szi !== 0) await place([await limit(szi < 0, szi < 0 ? 1.05 : 0.95, { s: String(Math.abs(szi)), r: true, t: { limit: { tif: 'Ioc' } } })]);
};
const first = (subscribe) => new Promise((resolve, reject) => { subscribe(resolve).catch(reject); });

for (const type of ['meta', 'metaAndAssetCtxs', 'allMids', 'exchangeStatus', 'perpDexs', 'spotMeta', 'spotMetaAndAssetCtxs', 'predictedFundings']) {
  await check(`info ${type}`, () => info[type]());
}
for (const type of ['clearinghouseState', 'spotClearinghouseState', 'openOrders', 'frontendOpenOrders', 'historicalOrders', 'userFills', 'userFees',
  'userRateLimit', 'userRole', 'extraAgents', 'subAccounts', 'userAbstraction', 'webData2', 'userVaultEquities']) {
  await check(`info ${type}`, () => info[type]({ user }));
}
await check('books, bars and histories', async () => {
  const startTime = Date.now() - 5 * 3_600_000;
  ok((await info.l2Book({ coin: 'BTC', nSigFigs: 4 })).levels[0].length > 0, 'empty book');
  ok((await info.candleSnapshot({ coin: 'BTC', interval: '15m', startTime })).length > 10, 'too few bars');
  ok((await info.fundingHistory({ coin: 'BTC', startTime })).length >= 4, 'too few settlements');
  await Promise.all([info.userFillsByTime({ user, startTime }), info.userFunding({ user, startTime }), info.userNonFundingLedgerUpdates({ user, startTime })]);
  await Promise.all([info.activeAssetData({ user, coin: 'BTC' }), info.recentTrades({ coin: 'BTC' }), info.maxBuilderFee({ user, builder })]);
});
await check('an order is placed, found, changed and cancelled', async () => {
  await flatten();
  // The client takes ids that fit a number for numbers, so this one begins high.
  const cloid = `0xc${Date.now().toString(16).padStart(31, '0')}`;
  const [placed] = await place([await limit(true, 0.9, { c: cloid })]);
  same((await info.orderStatus({ user, oid: cloid })).order.order.oid, placed.resting.oid, 'oid by cloid');
  await trade.modify({ oid: placed.resting.oid, order: await limit(true, 0.91) });
  const [changed] = await info.openOrders({ user });
  await trade.batchModify({ modifies: [{ oid: changed.oid, order: await limit(true, 0.92, { t: { limit: { tif: 'Alo' } }, c: cloid }) }] });
  await trade.cancelByCloid({ cancels: [{ asset: 0, cloid }] });
  await refused(() => trade.cancelByCloid({ cancels: [{ asset: 0, cloid }] }), 'never placed, already canceled, or filled');
});
await check('an entry comes with its stop and its profit', async () => {
  await place([await limit(true, 1.05, { t: { limit: { tif: 'Ioc' } } }), await trigger(0.9, 'sl'), await trigger(1.2, 'tp')], 'normalTpsl');
  same((await info.frontendOpenOrders({ user })).filter((order) => order.isTrigger).length, 2, 'triggers');
  await place([await trigger(0.85, 'sl')], 'positionTpsl');
  await flatten();
  same((await info.frontendOpenOrders({ user })).length, 0, 'left over');
});
await check('settings and isolated margin', async () => {
  await trade.updateLeverage({ asset: 0, isCross: false, leverage: 5 });
  await place([await limit(true, 1.05, { t: { limit: { tif: 'Ioc' } } })]);
  await trade.updateIsolatedMargin({ asset: 0, isBuy: true, ntli: 50_000_000 });
  await flatten();
  await trade.updateLeverage({ asset: 0, isCross: true, leverage: 10 }, { expiresAfter: Date.now() + 60_000 });
  await refused(() => trade.updateLeverage({ asset: 0, isCross: true, leverage: 41 }), 'Invalid leverage');
  await trade.scheduleCancel();
  await trade.noop();
});
await check('money moves with the wallet\'s own signature', async () => {
  await trade.usdClassTransfer({ amount: '10', toPerp: false });
  await trade.usdClassTransfer({ amount: '10', toPerp: true });
  await trade.usdSend({ destination: '0x0000000000000000000000000000000000000009', amount: '1' });
  await trade.withdraw3({ destination: user, amount: '2' });
});
await check('agents, builders and sub-accounts', async () => {
  await trade.approveAgent({ agentAddress: `0x${Date.now().toString(16).padStart(40, '0')}`, agentName: 'conformance' });
  await trade.approveBuilderFee({ maxFeeRate: '0.01%', builder });
  await trade.order({ orders: [await limit(true, 0.9)], grouping: 'na', builder: { b: builder, f: 10 } });
  const { response } = await trade.createSubAccount({ name: 'second' });
  await trade.subAccountTransfer({ subAccountUser: response.data, isDeposit: true, usd: 100_000_000 });
  await trade.order({ orders: [await limit(true, 0.9, { s: '0.001' })], grouping: 'na' }, { vaultAddress: response.data });
  ok((await info.subAccounts({ user })).some((sub) => sub.subAccountUser === response.data), 'not listed');
  await flatten();
});
for (const [name, subscribe] of Object.entries({
  allMids: (got) => streams.allMids(got), l2Book: (got) => streams.l2Book({ coin: 'BTC' }, got), trades: (got) => streams.trades({ coin: 'BTC' }, got),
  candle: (got) => streams.candle({ coin: 'BTC', interval: '1m' }, got), bbo: (got) => streams.bbo({ coin: 'BTC' }, got),
  activeAssetCtx: (got) => streams.activeAssetCtx({ coin: 'BTC' }, got), activeAssetData: (got) => streams.activeAssetData({ coin: 'BTC', user }, got),
})) {
  await check(`stream ${name}`, () => first(subscribe));
}
for (const name of ['clearinghouseState', 'openOrders', 'userFills', 'userFundings', 'userNonFundingLedgerUpdates', 'webData2', 'webData3', 'spotState']) {
  await check(`stream ${name}`, () => first((got) => streams[name]({ user }, got)));
}
await check('an order over the socket is told on its account\'s streams', async () => {
  const [orders, events] = [[], []];
  const over = new hl.ExchangeClient({ transport: ws, wallet });
  await streams.orderUpdates({ user }, (updates) => orders.push(...updates));
  await streams.userEvents({ user }, (event) => events.push(event));
  await over.order({ orders: [await limit(true, 1.05, { t: { limit: { tif: 'Ioc' } } })], grouping: 'na' });
  await until('the filled order', () => orders.some((update) => update.status === 'filled'));
  await until('its fill', () => events.some((event) => event.fills));
  await flatten();
});

end();
