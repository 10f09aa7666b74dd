import './matchmaking.css';
import { useSignal } from '@preact/signals';
import type { MatchmakingConfigurationRow, MatchmakingConfigurations } from '../../protocol.ts';
import { callServer } from '../console-api.ts';
import { sentence } from '../parts/format.ts';
import { Poll } from '../parts/poll.ts';
import { usePageTitle } from '../parts/use-page-title.ts';
import { usePoll } from '../parts/use-poll.ts';
import { ConfigurationsTable } from './configurations-table.tsx';
import { EventsView } from './events-view.tsx';
import { FindTicket } from './find-ticket.tsx';

/** Configurations of matchmaking, what happens with their tickets, and the way to one of these. */
export function MatchmakingPage() {
  usePageTitle('Matchmaking');
  const poll = usePoll(
    () => new Poll({ ask: () => callServer<MatchmakingConfigurations>('GET', 'matchmaking') }),
    [],
  );
  const tenantId = useSignal<string | undefined>(undefined);
  const { value, error } = poll.state.value;
  const all = tenantsOf(value?.configurations ?? []);
  const tenants = all.length > 1 ? 'shown' : 'hidden';
  return (
    <>
      <h1>Matchmaking</h1>
      <FindTicket tenantId={tenantId.value} />
      {error !== undefined && <p role="status">{sentence(error.message)}</p>}
      {value !== undefined && <ConfigurationsTable {...value} tenants={tenants} />}
      <EventsView
        title="Events"
        tenants={tenants}
        tenantId={tenantId.value}
        key={tenantId.value}
        empty={
          <>
            Nothing has happened since the server started. StartMatchmaking of the service API adds a ticket;{' '}
            <code>docs/matchmaking.md</code> says what becomes of it.
          </>
        }
      >
        {all.length > 1 && (
          <TenantSelect
            all={all}
            chosen={tenantId.value}
            onChange={next => {
              tenantId.value = next;
            }}
          />
        )}
      </EventsView>
    </>
  );
}

function tenantsOf(configurations: readonly MatchmakingConfigurationRow[]): string[] {
  return [...new Set(configurations.map(({ tenantId }) => tenantId))].sort();
}

interface TenantSelectProps {
  all: readonly string[];
  /** Undefined: all of them. */
  chosen: string | undefined;
  onChange(tenantId: string | undefined): void;
}

function TenantSelect({ all, chosen, onChange }: TenantSelectProps) {
  return (
    <select
      aria-label="Tenant"
      value={chosen ?? ''}
      onChange={event => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">All tenants</option>
      {all.map(tenantId => (
        <option value={tenantId} key={tenantId}>
          {tenantId}
        </option>
      ))}
    </select>
  );
}
