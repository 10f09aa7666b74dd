import { PlaypenError } from '../errors.ts';
import type { VersionView } from '../service/script-routes.ts';

const HASH_SHOWN = 12;
const REQUEST_TIMEOUT_MS = 10_000;

/** `playpen scripts list`: the versions a running server has, newest first. */
export async function listScripts(api: string): Promise<void> {
  const { versions } = await request<{ versions: VersionView[] }>(api, 'GET', '/playpen/scripts');
  const rows = versions.map(version => [
    version.isCurrent ? '*' : ' ',
    version.hash.slice(0, HASH_SHOWN),
    version.createdAt,
    `${version.sessions} ${version.sessions === 1 ? 'session' : 'sessions'}`,
    version.label,
    version.source,
  ]);
  for (const row of rows) console.log(row.join('  ').trimEnd());
}

/** `playpen scripts activate HASH`: from now on new game sessions run this version. */
export async function activateScript(api: string, hash: string): Promise<void> {
  const { version } = await request<{ version: VersionView }>(api, 'POST', '/playpen/scripts/activate', {
    hash,
  });
  console.log(`version ${version.hash.slice(0, HASH_SHOWN)} is current`);
}

/** @throws {PlaypenError} `api_unreachable`, or `api_refused` with what the server said */
async function request<T>(api: string, method: string, path: string, body?: object): Promise<T> {
  const response = await reach(api, method, path, body);
  const answer = (await response.json()) as T & { code?: string; message?: string };
  if (response.ok) return answer;
  throw new PlaypenError('api_refused', `${answer.code}, ${answer.message}`);
}

async function reach(api: string, method: string, path: string, body?: object): Promise<Response> {
  try {
    return await fetch(new URL(path, api), {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    const detail = `${api}; start it with playpen dev, or name its API with --api`;
    throw new PlaypenError('api_unreachable', detail, { cause: error });
  }
}
