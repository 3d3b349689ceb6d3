import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalsOf, format, plain } from '../src/format.ts';

test('unknown is never zero', () => {
  assert.equal(format(null, 'money'), '—');
  assert.equal(format(undefined, 'signed-percent'), '—');
});

test('losses carry a true minus sign and profits a plus', () => {
  assert.equal(format('-1204.1', 'signed-money'), '−1,204.10');
  assert.equal(format('80.114', 'signed-money'), '+80.11');
  assert.equal(format('0', 'signed-money'), '0.00');
});

test('what rounds to nothing has no sign', () => {
  assert.equal(format('-0.001', 'signed-money'), '0.00');
  assert.equal(format('0.00001', 'signed-percent'), '0.00%');
});

test('prices keep the decimals of their tick', () => {
  assert.equal(format('105950', 'stepped', { decimals: decimalsOf('0.10') }), '105,950.0');
  assert.equal(format('0.0000123', 'stepped', { decimals: decimalsOf('0.0000001') }), '0.0000123');
});

test('a value is shown in the unit of its condition', () => {
  assert.equal(format('0.0504', 'unit', { unit: 'fraction' }), '5.04%');
  assert.equal(format('3.784', 'unit', { unit: 'multiple' }), '3.78×');
  assert.equal(format('1204.1', 'unit', { unit: 'quote' }), '1,204.10 USDT');
});

test('separators follow the chosen style', () => {
  assert.equal(plain(-1234567.891, 2, { group: '.', decimal: ',' }), '−1.234.567,89');
  assert.equal(plain(1234.5, 1, { group: '’', decimal: '.' }), '1’234.5');
});
