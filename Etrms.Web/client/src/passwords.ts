const shortest = 12;

export function revealButtons(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-reveal]')) {
    button.addEventListener('click', () => {
      const field = document.getElementById(button.dataset['reveal']!) as HTMLInputElement;
      const shows = field.type === 'password';
      field.type = shows ? 'text' : 'password';
      button.textContent = shows ? 'Hide' : 'Show';
      button.setAttribute('aria-pressed', String(shows));
      field.focus();
    });
  }
}

/** Ticks the rules that a new password meets while it is typed. */
export function passwordRules(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-strength]')) {
    const field = form.querySelector<HTMLInputElement>('input[autocomplete="new-password"]');
    const name = form.querySelector<HTMLInputElement>('input[autocomplete="username"]');
    field?.addEventListener('input', () => {
      const value = field.value;
      const met: Record<string, boolean> = {
        length: value.length >= shortest,
        words: value.trim().split(/\s+/).length >= 3 || value.length >= 20,
        name: value.length > 0 && !(name?.value && value.toLowerCase().includes(name.value.toLowerCase())),
      };
      for (const rule of form.querySelectorAll<HTMLElement>('[data-rule]')) {
        rule.dataset['met'] = String(met[rule.dataset['rule']!] ?? false);
      }
    });
  }
}
