// Writes signatures.json: signed requests with generated parameters, made by the venue's own connector (@binance/common) and
// checked against node's crypto, which Etrms.Exchanges.Tests compares with its own.
//
// Run it again only when the inputs shall change, with Node 20 or newer:
//   cd tests/golden/binance && npm ci && node signatures.mjs
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { buildQueryString, clearSignerCache, getSignature } from "@binance/common";

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
const text = (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join("");
const amount = () => (random() * 10 ** below(6)).toFixed(below(8) + 1);
const clientId = () => text("ABCabc012.:/_-", 1 + below(36));

// Without !*'(): encoders differ about them, and the venue takes either.
const requests = [
  () => ({
    symbol: pick("BTCUSDT", "1000PEPEUSDT", "币安人生USDT", "ETHUSDT_261225"), side: pick("BUY", "SELL"), type: "LIMIT",
    timeInForce: pick("GTC", "IOC", "FOK", "GTX"), quantity: amount(), price: amount(), newClientOrderId: clientId(),
  }),
  () => ({
    algoType: "CONDITIONAL", symbol: "BTCUSDT", side: pick("BUY", "SELL"), positionSide: pick("LONG", "SHORT"),
    type: pick("STOP_MARKET", "TAKE_PROFIT_MARKET"), quantity: amount(), triggerPrice: amount(), workingType: "MARK_PRICE", clientAlgoId: clientId(),
  }),
  () => ({ symbol: "BTCUSDT", origClientOrderId: text("ab +&=%ü€~/?", 12) }),
  () => ({ incomeType: "FUNDING_FEE", startTime: String(1700000000000 + below(1e9)), limit: "1000" }),
  () => ({}),
];

const edwardsSeed = Buffer.from(Array.from({ length: 32 }, () => below(256)));
const edwards = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), edwardsSeed]), format: "der", type: "pkcs8",
}).export({ type: "pkcs8", format: "pem" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const secret = text("ABCDEFGHabcdefgh0123456789", 64);

const kinds = {
  hmac: { key: secret, configuration: { apiSecret: secret }, check: (payload) => createHmac("sha256", secret).update(payload).digest("hex") },
  ed25519: { key: edwards, configuration: { privateKey: edwards }, check: (payload) => sign(null, Buffer.from(payload), edwards).toString("base64") },
  rsa: { key: rsa, configuration: { privateKey: rsa }, check: (payload) => sign("sha256", Buffer.from(payload), rsa).toString("base64") },
};

const vectors = [];
for (const [kind, { configuration, check }] of Object.entries(kinds)) {
  clearSignerCache();
  for (let i = 0; i < 40; i++) {
    const parameters = { ...pick(...requests)(), recvWindow: "5000", timestamp: String(1790000000000 + below(1e9)) };
    const payload = buildQueryString(parameters);
    const signature = getSignature(configuration, parameters);
    if (signature !== check(payload)) throw new Error(`The tools disagree about ${payload}`);
    vectors.push({ kind, parameters, payload, signature });
  }
}

writeFileSync("signatures.json", JSON.stringify({
  note: "Written by signatures.mjs; the keys were made for this file and open nothing.",
  keys: Object.fromEntries(Object.entries(kinds).map(([kind, { key }]) => [kind, key])),
  vectors,
}, null, 1) + "\n");
