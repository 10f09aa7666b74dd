import { request as httpRequest, type IncomingMessage } from 'node:http';
import { CONSOLE_API_PATH, CONSOLE_HEADER } from '../../console/protocol.ts';

export interface ConsoleAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  /** Undefined where there is none. */
  body: unknown;
}

/** An event of a stream. */
export interface ConsoleEvent {
  name: string;
  data: unknown;
}

/** Asks what the console's page asks, with whatever headers a test wants. */
export class ConsoleClient {
  readonly #port: number;
  readonly #headers: Record<string, string>;

  constructor(apiPort: number, headers: Record<string, string> = { [CONSOLE_HEADER]: '1' }) {
    this.#port = apiPort;
    this.#headers = headers;
  }

  with(headers: Record<string, string>): ConsoleClient {
    return new ConsoleClient(this.#port, { ...this.#headers, ...headers });
  }

  without(header: string): ConsoleClient {
    const headers = Object.entries(this.#headers).filter(([name]) => name !== header);
    return new ConsoleClient(this.#port, Object.fromEntries(headers));
  }

  get(path: string): Promise<ConsoleAnswer> {
    return this.call('GET', path);
  }

  post(path: string, body?: object): Promise<ConsoleAnswer> {
    return this.call('POST', path, body);
  }

  async call(method: string, path: string, body?: object): Promise<ConsoleAnswer> {
    const response = await this.#send(method, path, body);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return {
      status: response.statusCode!,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  /** @throws when it is answered with no stream */
  async stream(path: string): Promise<ConsoleStream> {
    const response = await this.#send('GET', path);
    if (response.headers['content-type']?.startsWith('text/event-stream') !== true) {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      throw new Error(text);
    }
    return new ConsoleStream(response);
  }

  #send(method: string, path: string, body?: object): Promise<IncomingMessage> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          ...{ host: '127.0.0.1', port: this.#port, method, path: CONSOLE_API_PATH + path, agent: false },
          headers: {
            ...this.#headers,
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(json);
    });
  }
}

/** Reads a stream of events when a test asks for one; until then nothing is read. */
export class ConsoleStream {
  readonly #response: IncomingMessage;
  readonly #chunks: AsyncIterator<string>;
  #text = '';

  constructor(response: IncomingMessage) {
    this.#response = response.setEncoding('utf8');
    this.#chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** The next event of this name, those before it left out; undefined when the stream ends without. */
  async next(name?: string): Promise<ConsoleEvent | undefined> {
    for (;;) {
      for (let event = this.#take(); event !== undefined; event = this.#take()) {
        if (name === undefined || event.name === name) return event;
      }
      const { done, value } = await this.#chunks.next();
      if (done === true) return undefined;
      this.#text += value;
    }
  }

  /** Goes, as a closed page does. */
  close(): void {
    this.#response.destroy();
  }

  #take(): ConsoleEvent | undefined {
    for (let end = this.#text.indexOf('\n\n'); end !== -1; end = this.#text.indexOf('\n\n')) {
      const record = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(record) ?? [];
      if (name !== undefined) return { name, data: JSON.parse(data!) };
    }
    return undefined;
  }
}
