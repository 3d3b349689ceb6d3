import { openContent } from './dialogs.ts';

const actions: readonly (readonly [string, string])[] = [
  ['Dashboard', '/'],
  ['Positions', '/positions'],
  ['Open orders', '/positions?tab=orders'],
  ['Cancel orders', '/positions/cancel'],
  ['Risk', '/risk'],
  ['What if: an order before it is sent', '/risk/what-if'],
  ['Venue down', '/risk/venue-down'],
  ['Circuit breakers', '/breakers'],
  ['New breaker', '/breakers/new'],
  ['Fire drill', '/breakers/drill'],
  ['Breaker events', '/events'],
  ['Backtests', '/backtests'],
  ['New backtest', '/backtests/new'],
  ['Jobs', '/jobs'],
  ['Accounts', '/accounts'],
  ['Connect account', '/accounts/connect'],
  ['API keys', '/keys'],
  ['Alerts', '/alerts'],
  ['Emergency panel', '/emergency'],
  ['Configuration', '/configuration'],
  ['Configuration history', '/configuration/history'],
  ['Import configuration', '/configuration/import'],
  ['Settings', '/settings'],
  ['Notification channels', '/settings/notifications'],
];

/** Type a few letters, Enter goes to the first hit. */
export function openPalette(): void {
  const box = document.createElement('section');
  box.className = 'palette';
  box.innerHTML = '<h2 id="dialog-title" class="visually-hidden">Search pages and actions</h2><input type="search" aria-label="Search pages and actions" autocomplete="off" placeholder="Go to…"><ul></ul>';
  const field = box.querySelector('input')!;
  const list = box.querySelector('ul')!;
  const fill = () => {
    const wanted = field.value.trim().toLowerCase();
    list.replaceChildren(...actions.filter(([text]) => text.toLowerCase().includes(wanted)).map(([text, url]) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = url;
      link.textContent = text;
      item.append(link);
      return item;
    }));
  };
  fill();
  field.addEventListener('input', fill);
  box.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'Enter' && document.activeElement === field) {
      links[0]?.click();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)]?.focus();
    } else if (event.key === 'ArrowUp') {
      event.preventDefault();
      (at <= 0 ? field : links[at - 1]!).focus();
    }
  });
  openContent(box, '');
  field.focus();
}
