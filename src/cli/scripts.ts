import type { VersionView } from '../service/script-routes.ts';
import { request } from './operator-api.ts';

const HASH_SHOWN = 12;

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
