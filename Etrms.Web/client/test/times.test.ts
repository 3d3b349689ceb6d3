import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeText } from '../src/times.ts';

const at = new Date('2025-06-13T23:30:00Z');

test('a chosen zone moves the day and only UTC is named', () => {
  assert.equal(timeText(at, 'UTC', false), '2025-06-13 23:30:00 UTC');
  assert.equal(timeText(at, 'Asia/Kolkata', false), '2025-06-14 05:00:00');
  assert.equal(timeText(at, 'Pacific/Kiritimati', true), '13:30:00');
  assert.equal(timeText(at, 'America/Los_Angeles', false), '2025-06-13 16:30:00');
});
