import { PlaypenError } from '../errors.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Asks a running server, at the port where it answers operators.
 * @throws {PlaypenError} `api_unreachable`, or `api_refused` with what the server said
 */
export async function request<T>(api: string, method: string, path: string, body?: object): Promise<T> {
  const response = await reach(api, path, {
    method,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

/** The answer as it comes, for as long as it comes. @throws {PlaypenError} as `request` does */
export async function requestStream(api: string, path: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await reach(api, path, {});
  return response.body as AsyncIterable<Uint8Array>;
}

async function reach(api: string, path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, api), init);
  } catch (error) {
    const detail = `${api}; start one with playpen dev or playpen serve, or name its address with --api`;
    throw new PlaypenError('api_unreachable', detail, { cause: error });
  }
  if (response.ok) return response;
  const { code, message } = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  throw new PlaypenError('api_refused', `${code ?? response.status}, ${message ?? response.statusText}`);
}
