import type { Packet } from '../protocol/packet.ts';
import type { ClientLimits } from './client-limits.ts';
import { startTimer } from './timer.ts';
import { tryDecode } from './try-decode.ts';

export interface ReliableChannelReceiver {
  onPacket(packet: Packet): void;
  /** Called exactly once; nothing comes after it. */
  onClosed(close: CloseInfo): void;
}

/** How a connection ended. */
export interface CloseInfo {
  /** The WebSocket close code; 1006 where the connection broke, or the server did not answer the close. */
  readonly code: number;
  /** From a Playpen server the code of an error, as `kicked`; often empty from others. */
  readonly reason: string;
}

const NORMAL: CloseInfo = { code: 1000, reason: '' };
const ABNORMAL: CloseInfo = { code: 1006, reason: '' };
/** Told to the game only: browsers let a page put no code but 1000 and the application's own on the wire. */
const NOT_A_PACKET: CloseInfo = { code: 1007, reason: 'malformed_packet' };

/** An open WebSocket: whole packets in and out, and one end. */
export class ReliableChannel {
  readonly #socket: WebSocket;
  readonly #limits: ClientLimits;
  #receiver: ReliableChannelReceiver;
  #closed = false;
  #stopGraceTimer: () => void = () => {};
  #unsentBytes = 0;
  /** Undefined while nothing waits. */
  #stopLooking: (() => void) | undefined;

  constructor(socket: WebSocket, limits: ClientLimits, receiver: ReliableChannelReceiver) {
    this.#socket = socket;
    this.#limits = limits;
    this.#receiver = receiver;
    socket.addEventListener('message', event => this.#onMessage(event.data));
    socket.addEventListener('close', event => this.#finish({ code: event.code, reason: event.reason }));
  }

  /** From now on `receiver` gets the packets and the end. */
  handTo(receiver: ReliableChannelReceiver): void {
    this.#receiver = receiver;
  }

  /** False where the frame was not taken: the connection is closed, or too much waits to be written. */
  send(frame: Uint8Array<ArrayBuffer>): boolean {
    const { readyState, bufferedAmount, OPEN } = this.#socket;
    if (this.#closed || readyState !== OPEN) return false;
    if (bufferedAmount + frame.length > this.#limits.sendBufferBytes) return false;
    this.#socket.send(frame);
    if (this.#stopLooking === undefined) this.#lookAtBufferLater();
    return true;
  }

  /** Closes with code 1000; the receiver hears of it when the server has answered, or has not done so in time. */
  close(): void {
    if (this.#closed) return;
    this.#socket.close(NORMAL.code);
    this.#stopGraceTimer();
    this.#stopGraceTimer = startTimer(() => this.#finish(ABNORMAL), this.#limits.closeGraceMs);
  }

  /** Ends it at once, as broken: the other side is not there any more, and would not answer a close. */
  giveUp(): void {
    if (this.#closed) return;
    this.#socket.close(NORMAL.code);
    this.#finish(ABNORMAL);
  }

  /** Bytes that had been taken and not been handed to the operating system, when this last looked. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Again and again while something waits: some platforms have forgotten it by the time they tell of the end. */
  #lookAtBufferLater(): void {
    this.#stopLooking = startTimer(() => {
      this.#unsentBytes = this.#socket.bufferedAmount;
      this.#stopLooking = undefined;
      if (this.#unsentBytes > 0) this.#lookAtBufferLater();
    }, this.#limits.bufferLookMs);
  }

  #onMessage(data: unknown): void {
    // A text message would be a packet's JSON form, which no Playpen server sends.
    if (this.#closed || !(data instanceof ArrayBuffer)) return;
    const packet = tryDecode(new Uint8Array(data));
    if (packet !== undefined) {
      this.#receiver.onPacket(packet);
      return;
    }
    // On a channel that loses nothing this is not the server the client took it for.
    this.#socket.close(NORMAL.code);
    this.#finish(NOT_A_PACKET);
  }

  #finish(close: CloseInfo): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopGraceTimer();
    this.#stopLooking?.();
    this.#receiver.onClosed(close);
  }
}
