import type { LiveMessage } from './socket.ts';

type Row = Record<string, unknown>;

const rows = (data: unknown, name: string): Row[] => ((data as Row)?.[name] as Row[] | undefined) ?? [];

const pick = (row: Row, ...names: string[]): string => names.map((name) => String(row[name])).join('|');

/** What the page's structure depends on. Numbers change in place; when this changes, the regions are fetched again. */
export function shapeOf(message: LiveMessage): string {
  switch (message.channel) {
    case 'positions':
      return [
        ...rows(message.data, 'positions').map((row) => pick(row, 'id', 'state', 'quantity', 'stop_loss', 'take_profit', 'entry_price')),
        ...rows(message.data, 'open_orders').map((row) => pick(row, 'order_id', 'filled_quantity')),
        pick(message.data as Row, 'is_complete'),
      ].join(';');
    case 'accounts':
      return rows(message.data, 'accounts').map((row) => pick(row, 'id', 'name', 'connection', 'connection_detail')).join(';');
    case 'risk-metrics': {
      const risk = message.data as Row;
      const breakers = rows(risk, 'breakers').map((row) => pick(row, 'id', 'revision', 'status', 'trip_count', 'pending', 'state_version'));
      return [pick(risk, 'posture', 'monitoring', 'active_positions', 'price_source'), ...breakers].join(';');
    }
    case 'backtests':
      return rows(message.data, 'backtests').map((row) => pick(row, 'id', 'state', 'error')).join(';');
    case 'jobs': {
      const counts = JSON.stringify((message.data as Row)?.['counts']);
      return [counts, pick(message.data as Row, 'paused_reason'), ...rows(message.data, 'jobs').map((row) => pick(row, 'id', 'state', 'attempt'))].join(';');
    }
    default:
      return '';
  }
}
