const shownFor = 10_000;

/** A sentence in the corner for ten seconds; role=status reads it out. */
export function toast(text: string, tone?: string): void {
  const box = document.createElement('div');
  box.className = 'toast';
  if (tone) {
    box.dataset['tone'] = tone;
  }

  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  box.append(paragraph);
  document.getElementById('toasts')?.append(box);
  expire(box);
}

/** Toasts that the server rendered after a redirect go after the same time. */
export function expireRendered(): void {
  document.querySelectorAll<HTMLElement>('[data-toast]').forEach(expire);
}

/** For screen readers, when they are at leisure. */
export function announce(text: string): void {
  say('announcer', text);
}

/** For screen readers, at once: only critical breakers. */
export function alarm(text: string): void {
  say('alarm', text);
}

function say(id: string, text: string): void {
  const region = document.getElementById(id);
  if (region) {
    region.textContent = text;
  }
}

function expire(box: HTMLElement): void {
  let timer = setTimeout(() => box.remove(), shownFor);
  box.addEventListener('pointerenter', () => clearTimeout(timer));
  box.addEventListener('focusin', () => clearTimeout(timer));
  box.addEventListener('pointerleave', () => (timer = setTimeout(() => box.remove(), shownFor / 2)));
}
