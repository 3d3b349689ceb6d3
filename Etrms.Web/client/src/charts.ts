interface Reading {
  /** Place along the plot; NaN where a mark is read and not a place. */
  x: number;
  /** Number of the mark that shows the row. */
  mark: string | undefined;
  text: string;
}

/** Where the reader stands in each chart, by its id: a refresh of the page's regions does not move it. */
const places = new Map<string, number>();

/** Makes charts readable by arrow keys and pointer: a slider over the rows of the chart's own table. Called again after every refresh. */
export function readableCharts(root: ParentNode): void {
  for (const plots of root.querySelectorAll<HTMLElement>('[data-chart]')) {
    const readings = readingsOf(plots);
    if (readings.length === 0) {
      continue;
    }

    plots.tabIndex = 0;
    plots.setAttribute('role', 'slider');
    plots.setAttribute('aria-label', `${plots.dataset['title'] ?? ''}: read with the arrow keys`);
    plots.setAttribute('aria-valuemin', '1');
    plots.setAttribute('aria-valuemax', String(readings.length));
    show(plots, readings, places.get(plots.dataset['chart']!));
    listen(plots);
  }
}

const heard = new WeakSet<HTMLElement>();

function listen(plots: HTMLElement): void {
  if (heard.has(plots)) {
    return;
  }

  heard.add(plots);
  plots.addEventListener('keydown', (event) => {
    const readings = readingsOf(plots);
    const last = readings.length - 1;
    const here = places.get(plots.dataset['chart']!) ?? last;
    const next = target(event.key, here, last);
    if (next !== undefined) {
      event.preventDefault();
      move(plots, readings, next);
    }
  });
  plots.addEventListener('pointermove', (event) => {
    const mark = (event.target as Element).getAttribute('data-mark');
    if (mark !== null) {
      const rows = readingsOf(plots);
      const row = rows.findIndex((reading) => reading.mark === mark);
      if (row >= 0) {
        move(plots, rows, row);
      }

      return;
    }

    const box = plots.querySelector('svg')!.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * 1_000;
    const readings = readingsOf(plots);
    if (readings.every((reading) => reading.mark === undefined)) {
      move(plots, readings, nearest(readings, at));
    }
  });
  plots.addEventListener('blur', () => leave(plots));
  plots.addEventListener('pointerleave', () => document.activeElement !== plots && leave(plots));
}

/** The row that a key leads to; undefined for keys that are none of the chart's business. */
export function target(key: string, here: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, here - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, here + 1);
    case 'PageDown':
      return Math.max(0, here - 10);
    case 'PageUp':
      return Math.min(last, here + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

export function nearest(readings: readonly { x: number }[], x: number): number {
  return readings.reduce((best, reading, index) => (Math.abs(reading.x - x) < Math.abs(readings[best]!.x - x) ? index : best), 0);
}

function move(plots: HTMLElement, readings: readonly Reading[], index: number): void {
  places.set(plots.dataset['chart']!, index);
  show(plots, readings, index);
}

function leave(plots: HTMLElement): void {
  places.delete(plots.dataset['chart']!);
  show(plots, readingsOf(plots), undefined);
}

function show(plots: HTMLElement, readings: readonly Reading[], place: number | undefined): void {
  const index = Math.min(place ?? readings.length - 1, readings.length - 1);
  const reading = readings[index]!;
  plots.setAttribute('aria-valuenow', String(index + 1));
  plots.setAttribute('aria-valuetext', reading.text);
  plots.classList.toggle('is-read', place !== undefined);
  plots.querySelector('.is-read')?.classList.remove('is-read');
  if (reading.mark === undefined) {
    for (const cursor of plots.querySelectorAll('line.cursor')) {
      cursor.setAttribute('x1', String(reading.x));
      cursor.setAttribute('x2', String(reading.x));
    }
  } else {
    plots.querySelector(`[data-mark="${reading.mark}"]`)?.classList.toggle('is-read', place !== undefined);
  }

  const words = plots.parentElement?.querySelector('.chart-reading');
  if (words) {
    words.textContent = place === undefined ? '' : reading.text;
  }
}

/** The rows of the table behind the chart: oldest first, or as they stand where marks are read. */
function readingsOf(plots: HTMLElement): Reading[] {
  const table = plots.parentElement?.querySelector('table');
  const headers = [...(table?.querySelectorAll('thead th') ?? [])].map((cell) => cell.textContent ?? '');
  const rows = [...(table?.querySelectorAll<HTMLElement>('tbody tr:is([data-x], [data-mark])') ?? [])];
  return rows
    .map((row) => ({
      x: Number(row.dataset['x'] ?? NaN),
      mark: row.dataset['mark'],
      text: [...row.querySelectorAll('td')].map((cell, index) => `${headers[index]} ${cell.textContent}`).join(', '),
    }))
    .sort((a, b) => (a.mark === undefined ? a.x - b.x : 0));
}
