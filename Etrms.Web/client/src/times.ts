const dateTime: Intl.DateTimeFormatOptions = {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
};

/** Instants in the browser's zone, with UTC in the title, and how long ago where the page asks for it. */
export function localTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-when]')) {
    const at = new Date(element.dateTime);
    element.title = `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    const text = element.dataset['when'] === 'time' ? at.toLocaleTimeString('sv-SE') : at.toLocaleString('sv-SE', dateTime);
    const zone = at.getTimezoneOffset() === 0 ? ' UTC' : '';
    element.textContent = text + zone + (element.dataset['relative'] === undefined ? '' : ` (${ago(at, new Date())})`);
  }
}

export function ago(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1_000));
  if (seconds < 60) {
    return `${seconds} s ago`;
  }

  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ago`;
  }

  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
