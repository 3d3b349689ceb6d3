import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find } from '../src/cells.ts';
import { shapeOf } from '../src/shape.ts';
import type { LiveMessage } from '../src/socket.ts';

const message = (positions: object[]): LiveMessage => ({
  channel: 'positions', type: 'positions_changed', seq: 1, ts: '', as_of: '', data: { positions, open_orders: [], is_complete: true },
});

test('a price does not change the shape of the page', () => {
  const former = shapeOf(message([{ id: 'a', state: 'open', mark_price: '1' }]));
  assert.equal(shapeOf(message([{ id: 'a', state: 'open', mark_price: '2' }])), former);
});

test('a state, a stop and a closed position do', () => {
  const former = shapeOf(message([{ id: 'a', state: 'open' }]));
  assert.notEqual(shapeOf(message([{ id: 'a', state: 'closing' }])), former);
  assert.notEqual(shapeOf(message([{ id: 'a', state: 'open', stop_loss: '1' }])), former);
  assert.notEqual(shapeOf(message([])), former);
});

test('a cell finds its value by the id of its row', () => {
  const { data } = message([{ id: 'acc:BTCUSDT:both', mark_price: '2' }]);
  assert.equal(find(data, ['positions', 'acc:BTCUSDT:both', 'mark_price']), '2');
  assert.equal(find(data, ['positions', 'gone', 'mark_price']), undefined);
});
