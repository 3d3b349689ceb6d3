import { openContent, openPage } from './dialogs.ts';
import { nextTheme } from './preferences.ts';
import { openPalette } from './palette.ts';

const goWithin = 1_200;

/** Keys of UX 2.7. Single letters can be switched off in the settings and are left alone while typing. */
export function startKeyboard(): void {
  let goUntil = 0;
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette();
      return;
    }

    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.documentElement.dataset['shortcuts'] === 'off') {
      return;
    }

    if (event.timeStamp < goUntil) {
      goUntil = 0;
      go(event.key);
    } else if (event.key === 'g') {
      goUntil = event.timeStamp + goWithin;
    } else {
      press(event);
    }
  });
  document.getElementById('palette-open')?.addEventListener('click', openPalette);
}

function press(event: KeyboardEvent): void {
  if (event.key === 'E' && event.shiftKey) {
    void openPage('/emergency', 'wide');
  } else if (event.key === '.') {
    nextTheme();
  } else if (event.key === '?') {
    openContent(help(), '');
  } else if (event.key === '/') {
    const filter = document.querySelector<HTMLElement>('[data-filter-form] select, [data-filter-form] input');
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && (event.target as Element).closest('tbody')) {
    event.preventDefault();
    moveRow(event.target as Element, event.key === 'ArrowDown' ? 1 : -1);
  }
}

function go(key: string): void {
  document.querySelector<HTMLAnchorElement>(`.sidebar a[data-go="${CSS.escape(key)}"]`)?.click();
}

/** Arrows move between rows and keep the column's control. */
function moveRow(from: Element, by: 1 | -1): void {
  const row = from.closest('tr');
  const index = [...(row?.querySelectorAll('a, button') ?? [])].indexOf(from);
  const next = by === 1 ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelectorAll<HTMLElement>('a, button')[Math.max(0, index)]?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}

function help(): Node {
  const section = document.createElement('section');
  section.className = 'card';
  section.innerHTML = `<h2 id="dialog-title" class="dialog-title">Keyboard</h2><dl class="shortcut-list">
    <dt><kbd>g</kbd> then <kbd>d</kbd> <kbd>p</kbd> <kbd>r</kbd> <kbd>b</kbd> <kbd>e</kbd> <kbd>t</kbd> <kbd>j</kbd> <kbd>a</kbd> <kbd>k</kbd> <kbd>i</kbd> <kbd>s</kbd></dt><dd>Dashboard, positions, risk, breakers, events, backtests, jobs, accounts, API keys, alerts, settings</dd>
    <dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Search pages and actions</dd>
    <dt><kbd>Shift</kbd> <kbd>E</kbd></dt><dd>Open the emergency panel</dd>
    <dt><kbd>/</kbd></dt><dd>Filter</dd>
    <dt><kbd>.</kbd></dt><dd>Next theme</dd>
    <dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>Move between rows</dd>
    <dt><kbd>Esc</kbd></dt><dd>Close a dialog</dd></dl>
    <div class="dialog-actions"><button type="button" class="button" data-dialog-close>Close</button></div>`;
  return section;
}
