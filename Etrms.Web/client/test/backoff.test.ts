import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from '../src/backoff.ts';

test('the first wait is at most a second and the longest thirty', () => {
  assert.equal(backoff(0, 1), 1_000);
  assert.equal(backoff(40, 1), 30_000);
});

test('the limit doubles with every attempt', () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => backoff(attempt, 1)), [1_000, 2_000, 4_000, 8_000]);
});

test('jitter is full: a browser may come back at once', () => {
  assert.equal(backoff(5, 0), 0);
});
