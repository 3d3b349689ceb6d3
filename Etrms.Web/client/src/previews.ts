import { decimalsOf, format, plain } from './format.ts';

const read = (form: HTMLFormElement, name: string): number => {
  const text = (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim().replace(/,/g, '') ?? '';
  return text === '' ? Number.NaN : Number(text);
};

const write = (form: HTMLFormElement, name: string, text: string): void => {
  const target = form.querySelector(`[data-out="${name}"]`);
  if (target) {
    target.textContent = text;
  }
};

/** What the position would win or lose at the levels being typed. */
export function previewProtection(form: HTMLFormElement): void {
  const { quantity, entry, equity, unit } = form.dataset;
  const resultAt = (level: number) => (level - Number(entry)) * Number(quantity);
  const share = (result: number) => (equity ? `, ${format(result / Number(equity), 'signed-percent')} of equity` : '');
  const describe = (name: string, label: string, none: string) => {
    const level = read(form, name);
    if (Number.isNaN(level)) {
      return none;
    }

    const result = resultAt(level);
    return `${label}: ${format(result, 'signed-money')} ${unit}${share(result)}, before fees and slippage`;
  };
  form.addEventListener('input', () => {
    write(form, 'stop', describe('StopLoss', 'At the stop', 'Without a stop-loss the loss has no planned end.'));
    write(form, 'target', describe('TakeProfit', 'At the target', 'Optional.'));
    const ratio = resultAt(read(form, 'TakeProfit')) / -resultAt(read(form, 'StopLoss'));
    write(form, 'ratio', ratio > 0 && Number.isFinite(ratio) ? `${plain(ratio, 2)} R` : '—');
  });
}

/** The phrase counts the positions of the accounts that are ticked; none ticked is all. */
export function countPhrase(panel: HTMLElement): void {
  const target = panel.querySelector('[data-close-phrase]');
  const boxes = [...panel.querySelectorAll<HTMLInputElement>('input[data-count]')];
  panel.addEventListener('change', () => {
    const ticked = boxes.filter((box) => box.checked);
    const count = ticked.reduce((sum, box) => sum + Number(box.dataset['count']), 0);
    const all = panel.dataset['phrase'] ?? '';
    if (target) {
      target.textContent = ticked.length === 0 ? all : all.replace(/\d+$/, String(count));
    }
  });
}

/** What a reduction takes off and leaves. */
export function previewReduction(form: HTMLFormElement): void {
  const { quantity, step, notional, gross } = form.dataset;
  const decimals = decimalsOf(step ?? '1');
  const update = () => {
    const chosen = new FormData(form).get('Share');
    const size = Number(quantity);
    const percent = chosen === 'custom' ? read(form, 'Fraction') : chosen === 'size' ? (read(form, 'Quantity') / size) * 100 : Number(chosen);
    if (!(percent > 0 && percent <= 100)) {
      return;
    }

    const stepSize = Number(step) || 1;
    const taken = Math.floor((size * percent) / 100 / stepSize + 1e-9) * stepSize;
    write(form, 'quantity', plain(taken, decimals));
    write(form, 'rest', plain(size - taken, decimals));
    write(form, 'exposure', gross && notional ? format(Number(gross) - (Number(notional) * taken) / size, 'money') : '—');
  };
  form.addEventListener('input', (event) => {
    const choice = (event.target as HTMLInputElement).dataset['chooses'];
    if (choice) {
      form.querySelector<HTMLInputElement>(`input[value="${choice}"]`)!.checked = true;
    }

    update();
  });
  update();
}
