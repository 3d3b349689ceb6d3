import { format, type Format } from './format.ts';
import { localTimes } from './times.ts';

const root = document.documentElement;

/** Shows in the sample how the choices look before they are saved; leaving the page without saving leaves them behind. */
export function previewDisplay(form: HTMLFormElement): void {
  form.addEventListener('change', () => {
    const chosen = new FormData(form);
    root.dataset['zone'] = String(chosen.get('zone') ?? 'browser');
    root.dataset['colours'] = String(chosen.get('colours') ?? 'standard');
    const style = form.querySelector<HTMLInputElement>('input[name="numbers"]:checked');
    root.dataset['group'] = style?.dataset['group'] ?? ',';
    root.dataset['decimal'] = style?.dataset['decimal'] ?? '.';
    for (const cell of form.querySelectorAll<HTMLDataElement>('.sample data')) {
      cell.textContent = format(cell.value, (cell.dataset['as'] ?? 'signed-money') as Format);
    }

    localTimes(form);
  });
}
