import { CONSOLE_API_PATH, CONSOLE_HEADER } from '../protocol.ts';

/** What the server answered instead; `code` is one of its table of errors, or `unreachable`. */
export class ConsoleError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws {ConsoleError} */
export async function callServer<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
  const response = await request(path, {
    method,
    headers: {
      [CONSOLE_HEADER]: '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw errorOf(text, response.statusText);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Why the server refuses a stream; undefined where it does not, or does not answer. */
export async function refusalOf(path: string): Promise<ConsoleError | undefined> {
  try {
    const response = await request(path, { headers: { accept: 'text/event-stream', [CONSOLE_HEADER]: '1' } });
    if (!response.ok) return errorOf(await response.text(), response.statusText);
    await response.body?.cancel();
  } catch {
    // It is asked again when the stream is opened again.
  }
  return undefined;
}

async function request(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(CONSOLE_API_PATH + path, options);
  } catch {
    throw new ConsoleError('unreachable', 'The server does not answer.');
  }
}

function errorOf(text: string, statusText: string): ConsoleError {
  try {
    const { code, message } = JSON.parse(text) as { code?: string; message?: string };
    return new ConsoleError(code ?? 'internal_error', message ?? statusText);
  } catch {
    return new ConsoleError('internal_error', statusText);
  }
}
