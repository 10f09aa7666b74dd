import type { MatchmakingHappening } from '../../../service/gamelift/matchmaking/matchmaking-listener.ts';
import type { ConsoleMatchmakingEvent } from '../../protocol.ts';
import type { Tone } from '../parts/health.ts';
import type { Numbered } from '../parts/recent-list.ts';

/** How good it is for the players. */
export function toneOf(happening: MatchmakingHappening): Tone {
  switch (happening.type) {
    case 'MatchmakingSucceeded':
      return 'good';
    case 'MatchmakingFailed':
      return 'bad';
    case 'MatchmakingTimedOut':
      return 'warn';
    case 'AcceptMatchCompleted':
      return happening.acceptance === 'Accepted' ? 'good' : 'warn';
    default:
      return 'idle';
  }
}

/** What an event says beside its type and its tickets; a game session apart. */
export function detailOf(happening: MatchmakingHappening): string {
  switch (happening.type) {
    case 'MatchmakingSearching':
      return happening.estimatedWaitSeconds === undefined
        ? ''
        : `others waited ${Math.round(happening.estimatedWaitSeconds)} s`;
    case 'PotentialMatchCreated':
      return proposalDetail(happening.acceptanceRequired, happening.acceptanceTimeoutSeconds);
    case 'AcceptMatch':
      return acceptDetail(happening.tickets.flatMap(({ players }) => players));
    case 'AcceptMatchCompleted':
      return happening.acceptance;
    case 'MatchmakingSucceeded':
      return '';
    case 'MatchmakingTimedOut':
    case 'MatchmakingCancelled':
    case 'MatchmakingFailed':
      return [happening.reason, happening.message].filter(text => text !== '').join(': ');
  }
}

/** Events with that text in their type, configuration, tickets, players or detail. */
export function matchEvents(
  events: readonly Numbered<ConsoleMatchmakingEvent>[],
  text: string,
): readonly Numbered<ConsoleMatchmakingEvent>[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return events;
  return events.filter(({ item }) => textsOf(item).some(one => one.toLowerCase().includes(wanted)));
}

/** Whether it is about this ticket; ids are those of each tenant alone. */
export function isAbout(
  { tenantId, happening }: ConsoleMatchmakingEvent,
  ticket: { tenantId: string; ticketId: string },
): boolean {
  return (
    tenantId === ticket.tenantId && happening.tickets.some(({ ticketId }) => ticketId === ticket.ticketId)
  );
}

function textsOf({ configurationName, happening }: ConsoleMatchmakingEvent): string[] {
  return [
    ...[happening.type, configurationName, detailOf(happening)],
    ...happening.tickets.flatMap(({ ticketId, players }) => [ticketId, ...players.map(one => one.playerId)]),
  ];
}

function proposalDetail(acceptanceRequired: boolean, timeoutSeconds: number | undefined): string {
  if (!acceptanceRequired) return '';
  return timeoutSeconds === undefined ? 'to be accepted' : `to be accepted within ${timeoutSeconds} s`;
}

function acceptDetail(players: readonly { accepted?: boolean }[]): string {
  const accepted = players.filter(player => player.accepted === true).length;
  return `${accepted} of ${players.length} accepted`;
}
