import { enhance } from '../enhance.ts';
import { morph } from '../morph.ts';

const wait = 600;
const lookAgainAfter = 4_000;

/** Asks the server about the form as it stands, some moments after the last key. */
class Asking {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;

  constructor(private readonly form: HTMLFormElement) {
    this.lookAgain();
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(false), wait);
  }

  /** With another strategy its parameters are drawn anew; else only what is said about the form changes, never a field. */
  async now(reshapes: boolean): Promise<void> {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = new AbortController();
    const page = await this.ask(this.running.signal);
    if (!page) {
      return;
    }

    if (reshapes) {
      for (const part of ['[data-strategy]', '[data-search]']) {
        this.redraw(page, part);
      }
    }

    this.takeOver(page);
    this.lookAgain();
  }

  private async ask(signal: AbortSignal): Promise<Document | undefined> {
    const options = { method: 'POST', body: new FormData(this.form), headers: { 'X-Portal-Part': 'preview' }, signal };
    const response = await fetch(this.form.dataset['checkAt']!, options).catch(() => undefined);
    return response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
  }

  private redraw(page: Document, part: string): void {
    const [mine, fresh] = [this.form.querySelector(part), page.querySelector(part)];
    if (!mine || !fresh) {
      return;
    }

    const focused = mine.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const adopted = document.importNode(fresh, true);
    mine.replaceWith(adopted);
    enhance(adopted);
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  }

  private takeOver(page: Document): void {
    const [mine, fresh] = [this.form.querySelector('[data-check]'), page.querySelector('[data-check]')];
    if (mine && fresh) {
      morph(mine, fresh);
      enhance(mine);
    }

    for (const place of this.form.querySelectorAll<HTMLElement>('[data-error]')) {
      const field = place.dataset['error']!;
      const text = page.querySelector(`[data-error="${CSS.escape(field)}"]`)?.textContent ?? '';
      place.textContent = text;
      this.form.querySelector(`[data-field="${CSS.escape(field)}"]`)?.setAttribute('aria-invalid', String(text !== ''));
    }
  }

  private lookAgain(): void {
    if (this.form.querySelector('[data-recheck]')) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.now(false), lookAgainAfter);
    }
  }
}

/** What a backtest would need and what is wrong with it, while it is being written. The server draws both. */
const form = document.querySelector<HTMLFormElement>('[data-backtest-form]');
if (form) {
  const asked = new Asking(form);
  form.addEventListener('input', () => asked.soon());
  form.addEventListener('change', (event) => {
    if ((event.target as Element).matches('[data-reshapes]')) {
      void asked.now(true);
    }
  });
}
