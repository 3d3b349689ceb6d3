import { morph } from './morph.ts';

export type Refreshed = 'ok' | 'unreachable' | 'logged-out';

const regionSelector = '[data-region]';
let running: Promise<Refreshed> | undefined;
let again = false;

/** Fetches this page once more and takes over its regions; what the trader does in between is kept. */
export function refresh(): Promise<Refreshed> {
  if (running) {
    again = true;
    return running;
  }

  running = load().finally(() => {
    running = undefined;
    if (again) {
      again = false;
      void refresh();
    }
  });
  return running;
}

async function load(): Promise<Refreshed> {
  let response: Response;
  try {
    response = await fetch(location.href, { headers: { 'X-Portal-Part': 'regions' }, cache: 'no-store' });
  } catch {
    return 'unreachable';
  }

  if (response.status === 401 || new URL(response.url).pathname === '/login') {
    return 'logged-out';
  }

  if (!response.ok) {
    return 'unreachable';
  }

  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const region of document.querySelectorAll<HTMLElement>(regionSelector)) {
    const next = fresh.querySelector(`[data-region="${region.dataset['region']}"]`);
    if (next) {
      morph(region, next);
    }
  }

  document.title = fresh.title;
  document.dispatchEvent(new CustomEvent('portal:refreshed'));
  return fresh.querySelector('.live-pill')?.getAttribute('data-state') === 'offline' ? 'unreachable' : 'ok';
}
