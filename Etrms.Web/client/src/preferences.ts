const year = 60 * 60 * 24 * 365;
const root = document.documentElement;

const remember = (name: string, value: string) => {
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
};

/** Theme and hidden amounts change at once; the cookie lets the server draw the next page right from the start. */
export function startPreferences(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-preference]');
    if (!button) {
      return;
    }

    event.preventDefault();
    if (button.dataset['preference'] === 'theme') {
      nextTheme();
    } else {
      toggleAmounts();
    }
  });
}

export function nextTheme(): void {
  const order = ['system', 'light', 'dark'];
  const next = order[(order.indexOf(root.dataset['theme'] ?? 'system') + 1) % order.length]!;
  root.dataset['theme'] = next;
  remember('etrms_theme', next);
  document.querySelector('[data-preference="theme"]')?.setAttribute('aria-label', `Theme: ${next}. Change`);
}

function toggleAmounts(): void {
  const hidden = root.dataset['amounts'] !== 'hidden';
  root.dataset['amounts'] = hidden ? 'hidden' : 'shown';
  remember('etrms_amounts', hidden ? 'hidden' : 'shown');
  document.querySelector('[data-preference="amounts"]')?.setAttribute('aria-pressed', String(hidden));
}
