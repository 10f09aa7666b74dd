import type { MatchmakingConfigurationRow, MatchmakingConfigurations, TicketStatus } from '../../protocol.ts';
import { count } from '../parts/format.ts';
import { TableFrame } from '../parts/table-frame.tsx';

/** In the order in which a ticket goes through them. */
const ACTIVE: TicketStatus[] = ['QUEUED', 'SEARCHING', 'REQUIRES_ACCEPTANCE', 'PLACING'];
const HEADS: Partial<Record<TicketStatus, string>> = {
  QUEUED: 'Queued',
  SEARCHING: 'Searching',
  REQUIRES_ACCEPTANCE: 'To accept',
  PLACING: 'Placing',
};

export interface ConfigurationsTableProps extends MatchmakingConfigurations {
  /** Whether it is said whose they are. */
  tenants: 'shown' | 'hidden';
}

/** Configurations of matchmaking, and how many tickets each has. */
export function ConfigurationsTable({ configurations, isCut, tenants }: ConfigurationsTableProps) {
  return (
    <section class="block">
      <h2>Configurations</h2>
      {configurations.length === 0 ? (
        <p class="empty">
          There is none. CreateMatchmakingRuleSet and then CreateMatchmakingConfiguration of the service API
          make one; <code>docs/matchmaking.md</code> has the commands.
        </p>
      ) : (
        <TableFrame label="Configurations">
          <table>
            <caption class="unseen">Configurations of matchmaking, and their tickets by status</caption>
            <thead>
              <tr>
                <th scope="col">Configuration</th>
                {tenants === 'shown' && <th scope="col">Tenant</th>}
                <th scope="col">Mode</th>
                <th scope="col">Rule set</th>
                <th scope="col">Acceptance</th>
                <th scope="col" class="number">
                  Time-out
                </th>
                {ACTIVE.map(status => (
                  <th scope="col" class="number" key={status}>
                    {HEADS[status]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {configurations.map(row => (
                <Configuration row={row} tenants={tenants} key={`${row.name} ${row.tenantId}`} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {isCut && <p class="soft">The server leaves out further configurations.</p>}
    </section>
  );
}

interface ConfigurationProps {
  row: MatchmakingConfigurationRow;
  tenants: ConfigurationsTableProps['tenants'];
}

function Configuration({ row, tenants }: ConfigurationProps) {
  const { acceptance } = row;
  return (
    <tr>
      <th scope="row">
        <bdi class="said">{row.name}</bdi>
      </th>
      {tenants === 'shown' && <td>{row.tenantId}</td>}
      <td>{row.mode === 'STANDALONE' ? 'standalone' : 'with queue'}</td>
      <td>
        <bdi class="said">{row.ruleSetName}</bdi>
      </td>
      <td>
        {acceptance === undefined && <span class="soft">–</span>}
        {acceptance !== undefined &&
          (acceptance.timeoutSeconds === undefined ? 'required' : `within ${acceptance.timeoutSeconds} s`)}
      </td>
      <td class="number">{row.requestTimeoutSeconds} s</td>
      {ACTIVE.map(status => (
        <td class="number" key={status}>
          <span class={row.tickets[status] === undefined ? 'soft' : ''}>
            {count(row.tickets[status] ?? 0)}
          </span>
        </td>
      ))}
    </tr>
  );
}
