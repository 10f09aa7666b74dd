import type { ComponentChildren } from 'preact';
import type { MatchmakingHappening } from '../../../service/gamelift/matchmaking/matchmaking-listener.ts';
import type { ConsoleMatchmakingEvent } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { preciseClock, shortId } from '../parts/format.ts';
import type { Numbered } from '../parts/recent-list.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { TableFrame } from '../parts/table-frame.tsx';
import { unchanging } from '../parts/unchanging.ts';
import { sessionHref, ticketHref } from '../router.ts';
import { detailOf, toneOf } from './event-words.ts';

export interface EventsTableProps {
  /** Oldest first. */
  events: readonly Numbered<ConsoleMatchmakingEvent>[];
  /** Whether it is said whose they are. */
  tenants: 'shown' | 'hidden';
}

/** Events of matchmaking, the newest above. */
export function EventsTable({ events, tenants }: EventsTableProps) {
  return (
    <TableFrame label="Events">
      <table class="compact match-events">
        <caption class="unseen">Events of matchmaking, the newest above</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            {tenants === 'shown' && <th scope="col">Tenant</th>}
            <th scope="col">Configuration</th>
            <th scope="col">Tickets</th>
            <th scope="col">Players</th>
            <th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody>
          {events.toReversed().map(({ number, item }) => (
            <EventRow event={item} tenants={tenants} key={number} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

interface EventRowProps {
  event: ConsoleMatchmakingEvent;
  tenants: EventsTableProps['tenants'];
}

const EventRow = unchanging(({ event, tenants }: EventRowProps) => {
  const { tenantId, configurationName, atMs, happening } = event;
  return (
    <tr>
      <td>
        <time title={new Date(atMs).toLocaleString()}>{preciseClock(atMs)}</time>
      </td>
      <td>
        <StateMark tone={toneOf(happening)} text={happening.type} />
      </td>
      {tenants === 'shown' && <td>{tenantId}</td>}
      <td>
        <bdi class="said">{configurationName}</bdi>
      </td>
      <td>
        <Named
          items={happening.tickets}
          show={({ ticketId }) => (
            <a class="id said" href={ticketHref(ticketId, tenantId)} title={ticketId}>
              {shortId(ticketId)}
            </a>
          )}
        />
      </td>
      <td>
        <Named
          items={happening.tickets.flatMap(({ players }) => players)}
          show={({ playerId, team }) => (
            <>
              <bdi class="said">{playerId}</bdi>
              {team !== undefined && <bdi class="said soft"> {team}</bdi>}
            </>
          )}
        />
      </td>
      <td>
        <Detail happening={happening} />
      </td>
    </tr>
  );
});

/** The first of a list, and how many more there are. */
function Named<T>({ items, show }: { items: readonly T[]; show(item: T): ComponentChildren }) {
  const named = items.slice(0, PAGE_LIMITS.namedInEvent);
  return (
    <>
      {named.map((item, index) => (
        <span class="named" key={index}>
          {show(item)}
        </span>
      ))}
      {items.length > named.length && <span class="soft">and {items.length - named.length} more</span>}
    </>
  );
}

function Detail({ happening }: { happening: MatchmakingHappening }) {
  const arn = happening.type === 'MatchmakingSucceeded' ? happening.gameSession?.gameSessionArn : undefined;
  if (arn === undefined) return <span class="said">{detailOf(happening)}</span>;
  return (
    <a class="id" href={sessionHref(arn)} title={arn}>
      {shortId(arn)}
    </a>
  );
}
