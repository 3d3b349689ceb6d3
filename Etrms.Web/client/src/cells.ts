import { format, type Format } from './format.ts';
import { localTime } from './times.ts';

const fastest = 250;

/** Finds "positions/<id>/mark_price" inside a channel's data; in a list a step is an id or a name. */
export function find(data: unknown, path: readonly string[]): unknown {
  let here: unknown = data;
  for (const step of path) {
    if (Array.isArray(here)) {
      here = here.find((item: Record<string, unknown>) => item['id'] === step || item['exchange'] === step);
    } else if (typeof here === 'object' && here !== null) {
      here = (here as Record<string, unknown>)[step];
    } else {
      return undefined;
    }
  }

  return here;
}

const newest = new Map<string, unknown>();
const writtenAt = new WeakMap<Element, number>();
let scheduled = false;

/** Shows a channel's data in every element that names a value of it, once per frame and at most four times a second per cell. */
export function show(channel: string, data: unknown): void {
  newest.set(channel, data);
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(write);
  }
}

function write(now: number): void {
  scheduled = false;
  let waits = false;
  for (const cell of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const [channel = '', ...path] = cell.dataset['live']!.split('/');
    if (!newest.has(channel)) {
      continue;
    }

    if (now - (writtenAt.get(cell) ?? -fastest) < fastest) {
      waits = true;
      continue;
    }

    const value = find(newest.get(channel), path);
    if (value !== undefined && update(cell, value as string | null)) {
      writtenAt.set(cell, now);
    }
  }

  if (waits) {
    scheduled = true;
    setTimeout(() => requestAnimationFrame(write), fastest);
  }
}

function update(cell: HTMLElement, value: string | null): boolean {
  if (cell.dataset['as'] === 'limit-bar') {
    fill(cell, value);
    return true;
  }

  if (cell instanceof HTMLProgressElement) {
    cell.value = Number(value ?? cell.value);
    return true;
  }

  if (cell instanceof HTMLTimeElement) {
    cell.dateTime = value ?? cell.dateTime;
    localTime(cell);
    return true;
  }

  const options = { decimals: cell.dataset['decimals'] ? Number(cell.dataset['decimals']) : undefined, unit: cell.dataset['unit'] };
  const text = format(value, (cell.dataset['as'] ?? 'stepped') as Format, options as { decimals?: number; unit?: string });
  if (cell.textContent === text) {
    return false;
  }

  cell.textContent = text;
  cell.setAttribute('value', value ?? '');
  if (cell.dataset['sign'] !== undefined) {
    const amount = Number(value ?? 0);
    cell.dataset['sign'] = amount > 0 ? 'up' : amount < 0 ? 'down' : 'none';
  }

  cell.classList.remove('flash');
  void cell.offsetWidth;
  cell.classList.add('flash');
  return true;
}

/** The same levels as TagHelpers/LimitBarTagHelper.cs. */
function fill(bar: HTMLElement, value: string | null): void {
  const fraction = value === null ? null : Number(value);
  const shown = Math.min(1, Math.max(0, fraction ?? 0)) * 100;
  bar.querySelector('.fill')?.setAttribute('width', shown.toFixed(2));
  bar.setAttribute('aria-valuenow', shown.toFixed(1));
  bar.setAttribute('aria-valuetext', fraction === null ? 'unknown' : `${Math.round(fraction * 100)}% of the limit used`);
  bar.dataset['level'] = fraction === null ? 'unknown' : fraction >= 0.85 ? 'alarm' : fraction >= 0.6 ? 'warn' : 'calm';
}
