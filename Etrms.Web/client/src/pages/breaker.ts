const wait = 350;

interface Preview {
  sentence: string | null;
  errors: Record<string, string[]>;
}

/** The rule in words and the reasons against it while it is being written. */
const form = document.querySelector<HTMLFormElement>('[data-breaker-form]');
if (form) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  const unit = form.querySelector<HTMLSelectElement>('select[name="Input.Settings[unit]"]');
  form.addEventListener('input', () => {
    if (unit) {
      form.querySelector('[data-unit-label]')!.textContent = unit.selectedOptions[0]?.textContent ?? '';
    }

    clearTimeout(timer);
    timer = setTimeout(() => {
      running?.abort();
      running = new AbortController();
      void preview(form, running.signal);
    }, wait);
  });
}

async function preview(source: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const url = new URL(source.action, location.href);
  url.searchParams.set('handler', 'Preview');
  const response = await fetch(url, { method: 'POST', body: new FormData(source), headers: { 'X-Portal-Part': 'preview' }, signal }).catch(() => undefined);
  if (response?.ok) {
    show(source, (await response.json()) as Preview);
  }
}

function show(source: HTMLFormElement, { sentence, errors }: Preview): void {
  source.querySelector('[data-sentence]')!.textContent = sentence ?? 'The rule is not complete yet.';
  const unplaced = new Map(Object.entries(errors ?? {}));
  for (const place of source.querySelectorAll<HTMLElement>('[data-error]')) {
    const field = place.dataset['error']!;
    const messages = [...unplaced].filter(([name]) => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`));
    messages.forEach(([name]) => unplaced.delete(name));
    place.textContent = messages.flatMap(([, texts]) => texts).join(' ');
    place.classList.toggle('field-validation-valid', messages.length === 0);
    source.querySelector(`[data-field="${field}"]`)?.setAttribute('aria-invalid', String(messages.length > 0));
  }

  source.querySelector('[data-preview-error]')!.textContent = [...unplaced].map(([name, texts]) => `${name}: ${texts.join(' ')}`).join(' ');
}
