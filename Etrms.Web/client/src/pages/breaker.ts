import { enhance } from '../enhance.ts';

const wait = 350;

interface Preview {
  sentence: string | null;
  unit: string;
  errors: Record<string, string[]>;
}

/** The rule in words and the reasons against it while it is being written. */
const form = document.querySelector<HTMLFormElement>('[data-breaker-form]');
if (form) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  const previewSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running?.abort();
      running = new AbortController();
      void preview(form, running.signal);
    }, wait);
  };
  form.addEventListener('input', (event) => {
    const choice = event.target as HTMLElement;
    if (choice.matches('[data-kind-choice]')) {
      choice.closest<HTMLElement>('[data-action]')!.dataset['kind'] = (choice as HTMLSelectElement).value;
    }

    previewSoon();
  });
  form.addEventListener('submit', (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.matches('[data-shape]')) {
      event.preventDefault();
      void reshape(form, button).then(previewSoon);
    }
  });
}

const post = (url: string, body: FormData, signal?: AbortSignal) =>
  fetch(url, { method: 'POST', body, headers: { 'X-Portal-Part': 'preview' }, ...(signal ? { signal } : {}) }).catch(() => undefined);

async function preview(source: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const url = new URL(source.action, location.href);
  url.searchParams.set('handler', 'Preview');
  const response = await post(url.href, new FormData(source), signal);
  if (response?.ok) {
    show(source, (await response.json()) as Preview);
  }
}

/** A stage or action more or less: the server draws the stages anew from what was typed. */
async function reshape(source: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const response = await post(button.formAction, new FormData(source, button));
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
  const fresh = page?.querySelector<HTMLElement>('[data-stages]');
  const stages = source.querySelector<HTMLElement>('[data-stages]');
  if (!fresh || !stages) {
    button.form?.submit();
    return;
  }

  const adopted = document.importNode(fresh, true);
  const isNew = (place: HTMLElement) => place.matches('select') && (place as HTMLSelectElement).value === '';
  stages.replaceWith(adopted);
  enhance(adopted);
  const choices = [...adopted.querySelectorAll<HTMLElement>('[data-kind-choice]')];
  (choices.filter(isNew).at(-1) ?? adopted.querySelector<HTMLElement>('[data-shape]'))?.focus();
}

function show(source: HTMLFormElement, { sentence, unit, errors }: Preview): void {
  const label = source.querySelector('[data-unit-label]');
  if (label) {
    label.textContent = unit;
  }

  source.querySelector('[data-sentence]')!.textContent = sentence ?? 'The rule is not complete yet.';
  const unplaced = new Map(Object.entries(errors ?? {}));
  for (const place of source.querySelectorAll<HTMLElement>('[data-error]')) {
    const field = place.dataset['error']!;
    const messages = [...unplaced].filter(([name]) => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`));
    messages.forEach(([name]) => unplaced.delete(name));
    place.textContent = messages.flatMap(([, texts]) => texts).join(' ');
    source.querySelector(`[data-field="${CSS.escape(field)}"]`)?.setAttribute('aria-invalid', String(messages.length > 0));
  }

  source.querySelector('[data-preview-error]')!.textContent = [...unplaced].map(([name, texts]) => `${name}: ${texts.join(' ')}`).join(' ');
}
