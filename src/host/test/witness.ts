import { expect } from 'vitest';
import type { TestChannel, TestClient } from './test-client.ts';

const INTERVAL_MS = 5;
const SCRIPT_OP_CODE = 700;
const PEER_OP_CODE = 701;

/**
 * A well-behaved player who sends numbered messages at short intervals for as long as it is wanted: to its script,
 * which echoes, and through the relay to itself. Whatever else happens on the host, each of them comes back, once
 * and in order, or `stop` rejects.
 */
export class Witness {
  readonly #client: TestClient;
  readonly #channel: TestChannel;
  readonly #timer: NodeJS.Timeout;
  readonly #received: Promise<unknown>;
  #isStopping = false;
  #sent = 0;

  constructor(client: TestClient, channel: TestChannel = 'reliable') {
    this.#client = client;
    this.#channel = channel;
    this.#timer = setInterval(() => this.#send(), INTERVAL_MS);
    this.#received = Promise.all([
      this.#receive(SCRIPT_OP_CODE, -1),
      this.#receive(PEER_OP_CODE, client.peerId),
    ]);
    // `stop` tells.
    this.#received.catch(() => {});
  }

  /** Sends no more, waits for what is on its way, and says how many messages went each way. */
  async stop(): Promise<number> {
    clearInterval(this.#timer);
    this.#isStopping = true;
    this.#send();
    await this.#received;
    return this.#sent;
  }

  #send(): void {
    this.#sent++;
    this.#client.sendToScript(SCRIPT_OP_CODE, String(this.#sent), this.#channel);
    this.#client.sendToPlayer(this.#client.peerId, PEER_OP_CODE, String(this.#sent), this.#channel);
  }

  async #receive(opCode: number, sender: number): Promise<void> {
    for (let number = 1; !this.#isStopping || number <= this.#sent; number++) {
      const packet = await this.#client.next(next => next.opCode === opCode && next.sender === sender);
      expect(packet.text).toBe(String(number));
    }
  }
}
