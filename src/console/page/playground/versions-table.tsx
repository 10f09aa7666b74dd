import type { PlaygroundVersion } from '../../protocol.ts';
import { clock, plural, shortHash } from '../parts/format.ts';

/** The script's versions, and who runs them. */
export function VersionsTable(props: { versions: readonly PlaygroundVersion[]; currentHash: string }) {
  const { versions, currentHash } = props;
  const older = versions.reduce(
    (sum, version) => sum + (version.hash === currentHash ? 0 : version.sessions),
    0,
  );
  return (
    <section class="playground-panel" aria-label="Versions">
      <table class="playground-versions">
        <caption>
          Versions
          <span class="soft">
            New sessions take the current one.{' '}
            {older > 0 &&
              `${plural(older, 'session')} that began earlier keep${older === 1 ? 's' : ''} an older one.`}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Published</th>
            <th scope="col" class="number">
              Sessions
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map(version => (
            <tr key={version.hash} class={version.hash === currentHash ? 'current' : undefined}>
              <th scope="row">
                <code>{shortHash(version.hash)}</code> <span class="label">{version.label}</span>
                {version.hash === currentHash && <span class="badge">current</span>}
              </th>
              <td>{clock(version.createdAt)}</td>
              <td class="number">{version.sessions}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
