import { show } from './cells.ts';
import { refresh } from './regions.ts';
import { LiveSocket, type LiveMessage, type SocketState } from './socket.ts';
import { shapeOf } from './shape.ts';
import { announce, alarm, toast } from './toasts.ts';

const pollEvery = 5_000;
const refreshAtMost = 1_000;
const staleAfter = 30_000;
const ageingAfter = 5_000;

/** Channels that speak of work and not of the market. */
const background = ['backtests', 'jobs'];

/** The page's connection to live data: sockets while they work, the page itself every five seconds while they do not. */
export class Live {
  private readonly sockets = new Map<string, LiveSocket>();
  private readonly states = new Map<string, SocketState>();
  private readonly shapes = new Map<string, string>();
  private polling: ReturnType<typeof setInterval> | undefined;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshedAt = 0;
  private paused = false;
  private inputAt = 0;
  private pillState = '';

  constructor(private readonly pill: HTMLElement) {}

  start(): void {
    for (const channel of channelsOfPage()) {
      this.sockets.set(channel, new LiveSocket(channel, {
        message: (message) => this.received(message),
        gap: () => this.refreshSoon(),
        state: (name, state) => this.changed(name, state),
      }));
    }

    this.openAll();
    addEventListener('online', () => this.wake());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.wake());
    this.pill.addEventListener('click', () => this.togglePause());
    setInterval(() => this.tick(), 1_000);
  }

  private openAll(): void {
    for (const socket of this.sockets.values()) {
      socket.open();
    }
  }

  private wake(): void {
    if (!this.paused) {
      for (const socket of this.sockets.values()) {
        socket.wake();
      }
    }
  }

  private received(message: LiveMessage): void {
    if (message.channel === 'alerts') {
      this.alerted(message);
      return;
    }

    // The age of the newest input by the server's own clock; an old alert or a job that ended yesterday says nothing about it.
    if (!background.includes(message.channel)) {
      this.inputAt = Date.now() - Math.max(0, Date.parse(message.ts) - Date.parse(message.as_of));
    }

    show(message.channel, message.data);
    // The first message counts as a change too: what happened between the rendering of the page and it would never show.
    const shape = shapeOf(message);
    if (this.shapes.get(message.channel) !== shape) {
      this.shapes.set(message.channel, shape);
      this.refreshSoon();
    }
  }

  private alerted(message: LiveMessage): void {
    if (message.type === 'alerts_acknowledged') {
      this.refreshSoon();
      return;
    }

    const alert = message.data as { title?: string; severity?: string; acknowledged_at?: string | null } | null;
    if (message.type === 'snapshot' || !alert?.title) {
      return;
    }

    // After a while offline only what still waits for somebody is worth a word of its own; the list shows the rest.
    if (message.type === 'alert_missed' && (alert.severity !== 'CRITICAL' || alert.acknowledged_at)) {
      this.refreshSoon();
      return;
    }

    const isCritical = alert.severity === 'CRITICAL';
    (isCritical ? alarm : announce)(`${alert.severity?.toLowerCase()} alert: ${alert.title}`);
    toast(alert.title, isCritical ? 'bad' : undefined);
    this.refreshSoon();
  }

  private changed(channel: string, state: SocketState): void {
    const former = this.states.get(channel);
    this.states.set(channel, state);
    if (state === 'open' && former !== undefined && this.polling) {
      this.refreshSoon();
    }

    const isDown = [...this.states.values()].some((each) => each === 'down');
    if (isDown && !this.polling && !this.paused) {
      this.polling = setInterval(() => void this.poll(), pollEvery);
      void this.poll();
    } else if ([...this.states.values()].every((each) => each === 'open')) {
      clearInterval(this.polling);
      this.polling = undefined;
      this.setPill('live', 'Live');
    }
  }

  private async poll(): Promise<void> {
    const result = await refresh();
    if (result === 'logged-out') {
      location.assign(`/login?reason=ended&return=${encodeURIComponent(location.pathname + location.search)}`);
    } else if (this.polling) {
      this.setPill(result === 'ok' ? 'polling' : 'offline', result === 'ok' ? 'Reconnecting (every 5 s)' : 'Offline');
    }
  }

  private refreshSoon(): void {
    if (this.paused || this.refreshTimer) {
      return;
    }

    const wait = Math.max(50, this.refreshedAt + refreshAtMost - Date.now());
    this.refreshTimer = setTimeout(() => {
      this.refreshTimer = undefined;
      this.refreshedAt = Date.now();
      void refresh();
    }, wait);
  }

  private togglePause(): void {
    this.paused = !this.paused;
    if (this.paused) {
      clearInterval(this.polling);
      this.polling = undefined;
      for (const socket of this.sockets.values()) {
        socket.close();
      }

      this.setPill('paused', 'Paused');
    } else {
      this.setPill('waiting', 'Connecting');
      this.openAll();
      this.refreshSoon();
    }
  }

  /** Ages are counted from the server's own stamp of the newest input. */
  private tick(): void {
    const age = this.inputAt === 0 ? 0 : Date.now() - this.inputAt;
    document.documentElement.classList.toggle('is-stale', age > staleAfter);
    if (this.pillState === 'live') {
      this.setPillText(age > staleAfter ? `Stale, ${Math.round(age / 1_000)} s old` : age > ageingAfter ? `Live, ${Math.round(age / 1_000)} s old` : 'Live');
    }

    const interval = Number(document.querySelector<HTMLElement>('[data-refresh]')?.dataset['refresh'] ?? 0);
    if (interval > 0 && this.pillState === 'live' && Date.now() - this.refreshedAt > interval * 1_000) {
      this.refreshSoon();
    }
  }

  private setPill(state: string, text: string): void {
    this.pillState = state;
    this.pill.dataset['state'] = state;
    this.pill.setAttribute('aria-pressed', String(state === 'paused'));
    this.setPillText(text);
  }

  private setPillText(text: string): void {
    const label = this.pill.querySelector('.live-text');
    if (label && label.textContent !== text) {
      label.textContent = text;
    }
  }
}

function channelsOfPage(): Set<string> {
  const channels = new Set(['risk-metrics', 'alerts']);
  for (const cell of document.querySelectorAll<HTMLElement>('[data-live]')) {
    channels.add(cell.dataset['live']!.split('/')[0]!);
  }

  if (location.pathname.startsWith('/positions') || location.pathname === '/') {
    channels.add('positions');
  }

  if (location.pathname.startsWith('/accounts') || location.pathname.startsWith('/keys') || location.pathname === '/') {
    channels.add('accounts');
  }

  // A run that begins later shows up too, although nothing of it is on the page yet.
  for (const channel of background) {
    if (location.pathname.startsWith(`/${channel}`)) {
      channels.add(channel);
    }
  }

  return channels;
}
