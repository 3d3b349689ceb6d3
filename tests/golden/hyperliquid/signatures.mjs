// Writes signatures.json: signatures of generated actions, made by two tools that know nothing of ETRMS
// (@nktkas/hyperliquid packs and hashes, ethers signs), which Etrms.Exchanges.Tests compares with its own.
//
// Run it again only when the inputs shall change, with Node 20 or newer:
//   cd tests/golden/hyperliquid && npm ci && node signatures.mjs
import { writeFileSync } from "node:fs";
import { createL1ActionHash, signL1Action, signUserSignedAction } from "@nktkas/hyperliquid/signing";
import { Wallet, keccak256, toUtf8Bytes } from "ethers";

// A small generator with a fixed seed: the same inputs on every run (mulberry32).
let state = 20261121;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const below = (limit) => Math.floor(random() * limit);
const pick = (...choices) => choices[below(choices.length)];
const hex = (bytes) => "0x" + Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, "0")).join("");
const plain = (number) => String(Number(number.toPrecision(5)));
const price = () => plain(10 ** (random() * 5 - 1));
const size = () => String(Number((random() * 100 + 0.01).toFixed(below(5) + 1)));

// Integers around every change of length in the packed form.
const edges = [0, 1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 9007199254740991];
const asset = () => pick(0, 1, 4, 127, 128, 255, 256, 10107, 110000);
const oid = () => pick(...edges, 77738308, 481029459465);
const kind = () => pick(
  { limit: { tif: pick("Alo", "Ioc", "Gtc") } },
  { trigger: { isMarket: random() < 0.5, triggerPx: price(), tpsl: pick("tp", "sl") } });
const order = () => ({
  a: asset(), b: random() < 0.5, p: price(), s: size(), r: random() < 0.5, t: kind(),
  ...(random() < 0.5 ? { c: hex(16) } : {}),
});
const many = (make, most) => Array.from({ length: 1 + below(most) }, make);

const actions = [
  () => ({ type: "order", orders: many(order, 20), grouping: pick("na", "normalTpsl", "positionTpsl") }),
  () => ({ type: "cancel", cancels: many(() => ({ a: asset(), o: oid() }), 40) }),
  () => ({ type: "cancelByCloid", cancels: many(() => ({ asset: asset(), cloid: hex(16) }), 5) }),
  () => ({ type: "batchModify", modifies: many(() => ({ oid: pick(oid(), hex(16)), order: order() }), 4), ...(random() < 0.5 ? { a: true } : {}) }),
  () => ({ type: "updateLeverage", asset: asset(), isCross: random() < 0.5, leverage: 1 + below(50) }),
  () => ({ type: "updateIsolatedMargin", asset: asset(), isBuy: true, ntli: pick(1, -1) * pick(...edges.slice(1), 32, 33, 129, 32768, 32769, 2147483649) }),
  () => ({ type: "scheduleCancel", ...(random() < 0.5 ? { time: 1700000000000 + below(1e9) } : {}) }),
];

async function exchangeAction(i) {
  const wallet = new Wallet(hex(32));
  const action = actions[i % actions.length]();
  const input = {
    action,
    nonce: pick(0, 1700000000123, 1763730000000 + below(1e9)),
    ...(random() < 0.4 ? { vaultAddress: hex(20) } : {}),
    ...(random() < 0.6 ? { expiresAfter: 1763730003000 + below(1e9) } : {}),
  };
  const isTestnet = random() < 0.5;
  return {
    ...input, privateKey: wallet.privateKey, signer: wallet.address.toLowerCase(), isMainnet: !isTestnet,
    connectionId: createL1ActionHash(input),
    signature: await signL1Action({ wallet, isTestnet, ...input }),
  };
}

const userTypes = {
  "HyperliquidTransaction:ApproveAgent": [
    { name: "hyperliquidChain", type: "string" }, { name: "agentAddress", type: "address" },
    { name: "agentName", type: "string" }, { name: "nonce", type: "uint64" }],
  "HyperliquidTransaction:UsdClassTransfer": [
    { name: "hyperliquidChain", type: "string" }, { name: "amount", type: "string" },
    { name: "toPerp", type: "bool" }, { name: "nonce", type: "uint64" }],
};

async function userAction(i) {
  const wallet = new Wallet(hex(32));
  const [primaryType, fields] = Object.entries(userTypes)[i % 2];
  const action = {
    signatureChainId: pick("0x66eee", "0xa4b1", "0x1"), hyperliquidChain: pick("Mainnet", "Testnet"),
    agentAddress: hex(20), agentName: pick("", "etrms", "Wächter"), amount: size(), toPerp: random() < 0.5, nonce: 1763730000000 + below(1e9),
  };
  const signature = await signUserSignedAction({ wallet, action, types: { [primaryType]: fields } });
  return { primaryType, fields, action, privateKey: wallet.privateKey, signature };
}

const collect = async (count, make) => {
  const made = [];
  for (let i = 0; i < count; i++) made.push(await make(i));
  return made;
};

const lines = (entries) => "[\n" + entries.map((entry) => JSON.stringify(entry)).join(",\n") + "\n]";
const keccak = ["", "a", "x".repeat(135), "x".repeat(136), "x".repeat(137)].map((text) => ({ text, hash: keccak256(toUtf8Bytes(text)) }));
writeFileSync(
  new URL("signatures.json", import.meta.url),
  `{"keccak":${lines(keccak)},\n"exchange":${lines(await collect(140, exchangeAction))},\n"user":${lines(await collect(20, userAction))}}\n`);
