// A tiny frame for the scripts beside it: runs checks one after another, prints what failed, and ends with "N passed, M failed".
let passed = 0;
const failures = [];
const patience = 8000;

export const rest = (process.env.BINANCE_REST ?? '').replace(/\/+$/, '');
export const socket = rest.replace(/^http/, 'ws');
export const key = process.env.BINANCE_KEY ?? 'testkey';
export const secret = process.env.BINANCE_SECRET ?? 'testsecret';
export const symbol = 'BTCUSDT';

export async function check(name, act) {
  try {
    await Promise.race([act(), later(2 * patience).then(() => { throw new Error('took too long'); })]);
    passed++;
  } catch (failure) {
    failures.push(`${name}: ${String(failure?.message ?? JSON.stringify(failure)).slice(0, 400)}`);
  }
}

export function ok(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

export function same(actual, expected, what) {
  ok(actual === expected, `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

export async function refused(call, code) {
  const failure = await call().then(() => undefined, (reason) => reason);
  ok(failure, `was accepted, not refused with ${code}`);
  const text = `${failure.message} ${JSON.stringify(failure)}`;
  ok(text.includes(String(code)), `refused with ${text.slice(0, 200)} instead of ${code}`);
}

// Asks again until the answer is truthy.
export async function until(what, ask) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await later(50);
  }
  throw new Error(`never: ${what}`);
}

export async function movePrice(price) {
  const answer = await fetch(`${rest}/control/price`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ symbol, price: String(price) }),
  });
  ok(answer.ok, `the price hook answered ${answer.status}`);
}

export function end() {
  for (const failure of failures) console.log('FAIL', failure);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
}

function later(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
