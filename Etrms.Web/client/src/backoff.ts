const first = 500;
const longest = 30_000;

/** Full jitter: anything up to a doubling limit, so that many browsers do not come back in step. */
export function backoff(attempt: number, random: number): number {
  return random * Math.min(longest, first * 2 ** Math.min(attempt + 1, 16));
}
