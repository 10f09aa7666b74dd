import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers one request, or leaves it without an answer. */
export type Answer = (response: ServerResponse, received: Received) => void;

export const ok: Answer = response => void response.writeHead(200).end('thank you');

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return response => void response.writeHead(code, headers).end();
}

/** A backend's address for events, on any free port of the loopback interface. */
export class Receiver implements AsyncDisposable {
  /** In the order in which they came. */
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #events = new EventEmitter<{ received: [] }>();
  #answer: Answer;

  private constructor(answer: Answer) {
    this.#answer = answer;
    this.#server = createServer(async (request, response) => {
      const { method = '', url = '', headers } = request;
      const received = { method, path: url, headers, body: await text(request) };
      this.received.push(received);
      this.#answer(response, received);
      this.#events.emit('received');
    });
  }

  static async start(answer: Answer = ok): Promise<Receiver> {
    const receiver = new Receiver(answer);
    await new Promise<void>(resolve => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events?key=1`;
  }

  get bodies(): string[] {
    return this.received.map(({ body }) => body);
  }

  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  /** Resolves when so many requests have come, all together. */
  async count(wanted: number): Promise<void> {
    if (this.received.length >= wanted) return;
    for await (const _ of on(this.#events, 'received')) if (this.received.length >= wanted) return;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
