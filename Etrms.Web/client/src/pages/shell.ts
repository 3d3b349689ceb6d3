import { readableCharts } from '../charts.ts';
import { startDialogs } from '../dialogs.ts';
import { enhance } from '../enhance.ts';
import { startKeyboard } from '../keyboard.ts';
import { Live } from '../live.ts';
import { startPreferences } from '../preferences.ts';
import { localTimes } from '../times.ts';
import { expireRendered } from '../toasts.ts';

document.documentElement.dataset['script'] = '';
enhance(document);
document.querySelector<HTMLElement>('[data-error-summary]')?.focus();

const pill = document.getElementById('live-pill');
if (pill) {
  startDialogs();
  startPreferences();
  startKeyboard();
  expireRendered();
  document.addEventListener('portal:refreshed', () => {
    localTimes(document);
    readableCharts(document);
  });
  new Live(pill).start();
}
