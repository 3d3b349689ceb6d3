import { backoff } from './backoff.ts';

export interface LiveMessage {
  channel: string;
  type: string;
  seq: number;
  ts: string;
  as_of: string;
  data: unknown;
}

export type SocketState = 'connecting' | 'open' | 'down';

export interface SocketEvents {
  message(message: LiveMessage): void;
  /** A message is missing or the session has to be renewed: fetch the state by REST. */
  gap(channel: string): void;
  state(channel: string, state: SocketState): void;
}

const pingEvery = 15_000;
const pongWithin = 5_000;

/** The server closes long-lived sockets with this code; the portal renews the session when the socket is opened again. */
const signInAgain = 4401;

/** Channels whose every message is the whole state; a gap there loses nothing. */
const wholeState = new Set(['positions', 'accounts', 'risk-metrics']);

/** One channel's socket that comes back by itself. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private attempt = 0;
  private lastSeq: number | undefined;
  /** True until the first message of a socket, which may jump. */
  private isFresh = true;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ping: ReturnType<typeof setInterval> | undefined;
  private pong: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(
    private readonly channel: string,
    private readonly events: SocketEvents,
  ) {}

  open(): void {
    this.stopped = false;
    clearTimeout(this.retry);
    this.events.state(this.channel, 'connecting');
    // What was missed is sent again; whole states need no past.
    const since = this.lastSeq !== undefined && !wholeState.has(this.channel) ? `?since=${this.lastSeq}` : '';
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live/${this.channel}${since}`);
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.received(String(event.data));
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  /** Tries at once instead of waiting for the back-off; does nothing while connected. */
  wake(): void {
    if (!this.stopped && this.socket?.readyState !== WebSocket.OPEN && this.socket?.readyState !== WebSocket.CONNECTING) {
      this.attempt = 0;
      this.open();
    }
  }

  close(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    this.quiet();
    this.socket?.close();
  }

  private opened(): void {
    this.attempt = 0;
    this.isFresh = true;
    this.ping = setInterval(() => this.sendPing(), pingEvery);
    this.events.state(this.channel, 'open');
  }

  private received(text: string): void {
    clearTimeout(this.pong);
    const message = JSON.parse(text) as LiveMessage;
    if (typeof message.seq !== 'number') {
      return;
    }

    if (message.type !== 'snapshot' && !this.isFresh && !wholeState.has(this.channel) && this.lastSeq !== undefined && message.seq > this.lastSeq + 1) {
      this.events.gap(this.channel);
    }

    this.isFresh = false;
    // Missed alerts come behind a snapshot that already has their numbers.
    this.lastSeq = Math.max(message.seq, this.lastSeq ?? 0);
    this.events.message(message);
  }

  private sendPing(): void {
    this.socket?.send('{"type":"ping"}');
    clearTimeout(this.pong);
    this.pong = setTimeout(() => this.socket?.close(), pongWithin);
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) {
      return;
    }

    this.quiet();
    if (code === signInAgain && !this.stopped) {
      this.open();
      return;
    }

    this.events.state(this.channel, 'down');
    if (!this.stopped) {
      this.retry = setTimeout(() => this.open(), backoff(this.attempt++, Math.random()));
    }
  }

  private quiet(): void {
    clearInterval(this.ping);
    clearTimeout(this.pong);
  }
}
