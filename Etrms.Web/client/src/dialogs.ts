import { enhance } from './enhance.ts';
import { toast } from './toasts.ts';

const dialog = (): HTMLDialogElement => document.getElementById('dialog') as HTMLDialogElement;

/** Links marked data-dialog show their page's question in a dialog; without script they just lead there. */
export function startDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    if (target.closest('[data-dialog-close]') && dialog().open) {
      event.preventDefault();
      dialog().close();
      return;
    }

    const link = target.closest<HTMLAnchorElement>('a[data-dialog]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      if (link.getAttribute('aria-disabled') !== 'true') {
        void openPage(link.href, link.dataset['dialog'] ?? '');
      }
    }
  });
  dialog().addEventListener('click', (event) => event.target === dialog() && dialog().close());
  dialog().addEventListener('submit', (event) => void submit(event));
}

export async function openPage(url: string, kind: string): Promise<void> {
  const response = await fetch(url, { headers: { 'X-Portal-Part': 'dialog' } }).catch(() => undefined);
  if (!response || !(await showPage(response, kind))) {
    location.assign(url);
  }
}

/** Shows content made by script, such as the command palette. */
export function openContent(content: Node, kind: string): void {
  const box = dialog();
  box.dataset['kind'] = kind;
  box.replaceChildren(content);
  if (!box.open) {
    box.showModal();
  }
}

async function showPage(response: Response, kind: string): Promise<boolean> {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const content = page.querySelector<HTMLElement>('[data-dialog-content]');
  if (!content) {
    return false;
  }

  const heading = content.querySelector('h1');
  if (heading) {
    const title = document.createElement('h2');
    title.id = 'dialog-title';
    title.className = 'dialog-title';
    title.append(...heading.childNodes);
    heading.replaceWith(title);
  }

  // Regions belong to pages; one inside a dialog would be fetched from the wrong address.
  content.querySelectorAll('[data-region]').forEach((region) => region.removeAttribute('data-region'));
  const adopted = document.importNode(content, true);
  adopted.removeAttribute('data-region');
  openContent(adopted, kind);
  enhance(dialog());
  focusFirst(adopted);
  return true;
}

/** Posts a dialog's form. Done, the server says where to go on; anything else is the form again, with what is wrong. */
async function submit(event: SubmitEvent): Promise<void> {
  const form = event.target as HTMLFormElement;
  if (form.method !== 'post') {
    return;
  }

  event.preventDefault();
  const button = event.submitter as HTMLButtonElement | null;
  const body = new FormData(form, button);
  button?.setAttribute('disabled', '');
  const response = await fetch(form.action, { method: 'POST', body, headers: { 'X-Portal-Part': 'dialog' } }).catch(() => undefined);
  const then = response?.headers.get('X-Portal-Then');
  if (then) {
    leaveFor(then);
  } else if (!response) {
    button?.removeAttribute('disabled');
    toast('ETRMS does not answer. Nothing is known about what you sent: look before you send it again.', 'bad');
  } else if (!(await showPage(response, dialog().dataset['kind'] ?? ''))) {
    location.assign(form.action);
  }
}

/** The same address again would only jump to a fragment. */
function leaveFor(url: string): void {
  const target = new URL(url, location.href);
  if (target.href === location.href) {
    location.reload();
  } else {
    location.assign(target);
  }
}

/** Errors first, then the first field; never a button that does harm. */
function focusFirst(content: HTMLElement): void {
  const target = content.querySelector<HTMLElement>('[data-error-summary], input:not([type="hidden"], :disabled), [data-dialog-close]');
  target?.focus();
}
