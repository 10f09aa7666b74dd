import type { GameSessionConnectionInfo } from '@aws-sdk/client-gamelift';
import type { ApiTicket, TicketStatus } from '../../protocol.ts';
import { Fact } from '../parts/fact.tsx';
import { duration, shortId } from '../parts/format.ts';
import type { Health } from '../parts/health.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { sessionHref } from '../router.ts';

const STATES: Record<TicketStatus, Health & { meaning: string }> = {
  QUEUED: { tone: 'idle', text: 'queued', meaning: 'It is being written down.' },
  SEARCHING: { tone: 'idle', text: 'searching', meaning: 'It waits for a match.' },
  REQUIRES_ACCEPTANCE: {
    tone: 'warn',
    text: 'requires acceptance',
    meaning: 'It has a match, which all players have to accept.',
  },
  PLACING: { tone: 'idle', text: 'placing', meaning: 'It has a match, and waits for the game session.' },
  COMPLETED: { tone: 'good', text: 'completed', meaning: 'It has its match.' },
  FAILED: { tone: 'bad', text: 'failed', meaning: 'It had a match, and no game session could be had.' },
  CANCELLED: { tone: 'idle', text: 'cancelled', meaning: 'It looks for a match no longer.' },
  TIMED_OUT: { tone: 'warn', text: 'timed out', meaning: 'No match was found in time.' },
};

export interface TicketFactsProps {
  tenantId: string;
  ticket: ApiTicket;
  /** Milliseconds since the epoch. */
  nowMs: number;
}

/** What a ticket is, and what has become of it. */
export function TicketFacts({ tenantId, ticket, nowMs }: TicketFactsProps) {
  const { Status = 'QUEUED', StatusReason, StatusMessage, ConfigurationName } = ticket;
  const state = STATES[Status];
  const startMs = Date.parse(ticket.StartTime ?? '');
  const endMs = ticket.EndTime === undefined ? nowMs : Date.parse(ticket.EndTime);
  return (
    <div class="ticket-facts">
      <p class="lead">{state.meaning}</p>
      <dl class="facts">
        <Fact name="Status">
          <StateMark {...state} />
        </Fact>
        <Fact name="Configuration">
          <bdi class="said">{ConfigurationName}</bdi>
        </Fact>
        <Fact name="Tenant">{tenantId}</Fact>
        <Fact name="Began">{new Date(startMs).toLocaleString()}</Fact>
        <Fact name={ticket.EndTime === undefined ? 'Age' : 'Took'}>{duration((endMs - startMs) / 1000)}</Fact>
        {ticket.EstimatedWaitTime !== undefined && (
          <Fact name="Others waited">{ticket.EstimatedWaitTime} s</Fact>
        )}
        {(StatusReason || StatusMessage) && (
          <Fact name="Why">
            <span class="said">{[StatusReason, StatusMessage].filter(Boolean).join(': ')}</span>
          </Fact>
        )}
        <Connection info={ticket.GameSessionConnectionInfo} />
      </dl>
    </div>
  );
}

function Connection({ info }: { info: GameSessionConnectionInfo | undefined }) {
  if (info?.GameSessionArn === undefined) return null;
  return (
    <>
      <Fact name="Game session">
        <a class="id" href={sessionHref(info.GameSessionArn)} title={info.GameSessionArn}>
          {shortId(info.GameSessionArn)}
        </a>
      </Fact>
      <Fact name="Players connect to">
        {info.DnsName || info.IpAddress}:{info.Port}
      </Fact>
    </>
  );
}
