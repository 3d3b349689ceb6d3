/** Numbers as the server writes them (Formatting/Numbers.cs): grouped, a true minus sign, values kept as decimal strings. */

const unknown = '—';
const minus = '\u2212';

export type Format = 'money' | 'signed-money' | 'percent' | 'signed-percent' | 'stepped' | 'multiple' | 'whole' | 'unit' | 'remaining' | 'text';

export interface FormatOptions {
  decimals?: number;
  unit?: string;
}

export function format(value: string | number | null | undefined, as: Format, options: FormatOptions = {}): string {
  if (value === null || value === undefined || value === '') {
    return as === 'remaining' ? '' : unknown;
  }

  switch (as) {
    case 'text':
      return String(value);
    case 'remaining':
      return remaining(Number(value));
    case 'money':
      return plain(Number(value), 2);
    case 'signed-money':
      return signed(Number(value), 2);
    case 'percent':
      return `${plain(Number(value) * 100, options.decimals ?? 2)}%`;
    case 'signed-percent':
      return `${signed(Number(value) * 100, options.decimals ?? 2)}%`;
    case 'multiple':
      return `${plain(Number(value), 2)}×`;
    case 'whole':
      return plain(Number(value), 0);
    case 'stepped':
      return plain(Number(value), options.decimals ?? decimalsOf(String(value)));
    case 'unit':
      return inUnit(value, options.unit ?? '');
  }
}

/** The decimals that a tick such as "0.10" allows. */
export function decimalsOf(tick: string): number {
  const fraction = tick.includes('.') ? tick.slice(tick.indexOf('.') + 1).replace(/0+$/, '') : '';
  return fraction.length;
}

export interface Separators {
  group: string;
  decimal: string;
}

export function plain(value: number, decimals: number, separators: Separators = chosen()): string {
  const english = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const text = english.replace(/[.,]/g, (mark) => (mark === ',' ? separators.group : separators.decimal));
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

/** The separators that the server wrote the page with; node, which tests this, has no page. */
function chosen(): Separators {
  const page = typeof document === 'undefined' ? {} : document.documentElement.dataset;
  return { group: page['group'] ?? ',', decimal: page['decimal'] ?? '.' };
}

function signed(value: number, decimals: number): string {
  const text = plain(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A length of time as Formatting/BacktestWords.cs says it. */
function remaining(seconds: number): string {
  const [each, unit] = seconds < 60 ? [1, 's'] : seconds < 5_400 ? [60, 'min'] : [3_600, 'h'];
  return `about ${plain(Math.ceil(seconds / Number(each)), 0)} ${unit} left`;
}

function inUnit(value: string | number, unit: string): string {
  switch (unit) {
    case 'fraction':
      return format(value, 'percent');
    case 'quote':
      return `${format(value, 'money')} USDT`;
    case 'multiple':
      return format(value, 'multiple');
    case 'count':
      return format(value, 'whole');
    case 'seconds':
      return `${format(value, 'whole')} s`;
    default:
      return String(value);
  }
}
