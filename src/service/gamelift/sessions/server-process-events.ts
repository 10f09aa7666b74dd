import type { EventCode, GameSessionStatusReason } from '@aws-sdk/client-gamelift';
import type { CloseCode } from '../../../errors.ts';
import type { PostMortem } from '../../../session/post-mortem.ts';
import type { FleetEvent } from '../metrics/gamelift-metrics.ts';

/** Codes that say that nothing went wrong. */
const ORDERLY: ReadonlySet<CloseCode> = new Set([
  'session_ended',
  'session_terminated',
  'script_exit',
  'script_replaced',
  'server_shutdown',
]);

/** What the end of a game session counts as. */
export function endMetrics({ code }: PostMortem): FleetEvent[] {
  if (code === 'server_shutdown') return ['serverProcessTerminated', 'gameSessionInterrupted'];
  return ORDERLY.has(code) ? ['serverProcessTerminated'] : ['serverProcessTerminated', 'serverProcessFailed'];
}

/** The fleet event that the end of a game session is; undefined where it is none. */
export function endEvent(
  { code }: PostMortem,
  reason: GameSessionStatusReason | undefined,
): EventCode | undefined {
  if (reason === 'FORCE_TERMINATED') return 'SERVER_PROCESS_FORCE_TERMINATED';
  if (code === 'start_timeout') return 'GAME_SESSION_ACTIVATION_TIMEOUT';
  if (code === 'script_unhealthy') return 'SERVER_PROCESS_TERMINATED_UNHEALTHY';
  return ORDERLY.has(code) ? undefined : 'SERVER_PROCESS_CRASHED';
}
