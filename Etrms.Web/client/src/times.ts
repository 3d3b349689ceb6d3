const fields: Intl.DateTimeFormatOptions = {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
};

const browserZone = 'browser';

/** Instants in the chosen zone, with UTC in the title, and how long ago where the page asks for it. */
export function localTimes(root: ParentNode): void {
  root.querySelectorAll<HTMLTimeElement>('time[data-when]').forEach(localTime);
}

export function localTime(element: HTMLTimeElement): void {
  const at = new Date(element.dateTime);
  const zone = document.documentElement.dataset['zone'] ?? browserZone;
  element.title = `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const text = timeText(at, zone, element.dataset['when'] === 'time');
  element.textContent = text + (element.dataset['relative'] === undefined ? '' : ` (${ago(at, new Date())})`);
}

/** Swedish writes dates as ISO 8601 does. */
export function timeText(at: Date, zone: string, timeOnly: boolean): string {
  const where = zone === browserZone ? {} : { timeZone: zone };
  const text = timeOnly ? at.toLocaleTimeString('sv-SE', where) : at.toLocaleString('sv-SE', { ...fields, ...where });
  const isUtc = zone === 'UTC' || (zone === browserZone && at.getTimezoneOffset() === 0);
  return isUtc ? `${text} UTC` : text;
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
