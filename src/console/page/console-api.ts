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
  let response: Response;
  try {
    response = await fetch(CONSOLE_API_PATH + path, {
      method,
      headers: {
        [CONSOLE_HEADER]: '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ConsoleError('unreachable', 'The server does not answer.');
  }
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const { code, message } = parseError(text);
  throw new ConsoleError(code, message || response.statusText);
}

/** Calls `onEvent` with what each event of that name carries; the browser connects again by itself. */
export function followStream<Events extends object>(
  path: string,
  handlers: { [Name in keyof Events]: (data: Events[Name]) => void },
  onStateChange?: (state: 'open' | 'lost') => void,
): () => void {
  const source = new EventSource(CONSOLE_API_PATH + path);
  for (const [name, handle] of Object.entries(handlers) as [string, (data: unknown) => void][]) {
    source.addEventListener(name, event => handle(JSON.parse(event.data)));
  }
  source.addEventListener('open', () => onStateChange?.('open'));
  source.addEventListener('error', () => onStateChange?.('lost'));
  return () => source.close();
}

function parseError(text: string): { code: string; message: string } {
  try {
    const { code, message } = JSON.parse(text) as { code?: string; message?: string };
    return { code: code ?? 'internal_error', message: message ?? '' };
  } catch {
    return { code: 'internal_error', message: '' };
  }
}
