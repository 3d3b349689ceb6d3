import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest, target } from '../src/charts.ts';

test('arrows move by one and stop at the ends', () => {
  assert.equal(target('ArrowLeft', 3, 9), 2);
  assert.equal(target('ArrowLeft', 0, 9), 0);
  assert.equal(target('ArrowRight', 9, 9), 9);
  assert.equal(target('Home', 5, 9), 0);
  assert.equal(target('End', 5, 9), 9);
  assert.equal(target('PageDown', 5, 30), 0);
});

test('other keys are left alone', () => {
  assert.equal(target('a', 5, 9), undefined);
  assert.equal(target('Tab', 5, 9), undefined);
});

test('the pointer reads the row that lies nearest', () => {
  const rows = [{ x: 0 }, { x: 400 }, { x: 1000 }];
  assert.equal(nearest(rows, 190), 0);
  assert.equal(nearest(rows, 800), 2);
});
