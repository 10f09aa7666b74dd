import type { LocationFigures } from '../location-figures.ts';

interface FleetGauge {
  help: string;
  value(figures: LocationFigures): number;
  /** It cannot be summed over fleets. */
  isPercentage?: true;
}

/** Of each fleet and location: CloudWatch's gauges that this service knows. */
export const FLEET_GAUGES: Readonly<Record<string, FleetGauge>> = {
  gamelift_active_instances: { help: 'Instances that can run game sessions.', value: one => one.active },
  gamelift_desired_instances: { help: 'Instances that are wanted.', value: one => one.desired },
  gamelift_idle_instances: { help: 'Active instances without a game session.', value: one => one.idle },
  gamelift_max_instances: { help: 'Upper bound of scaling.', value: one => one.max },
  gamelift_min_instances: { help: 'Lower bound of scaling.', value: one => one.min },
  gamelift_percent_idle_instances: {
    help: 'Idle instances, of the active ones.',
    value: one => percentage(one.idle, one.active),
    isPercentage: true,
  },
  gamelift_active_server_processes: {
    help: 'Slots for game sessions, taken and free; each stands for a server process.',
    value: one => Math.max(one.slots, one.takenSlots),
  },
  gamelift_activating_game_sessions: {
    help: 'Game sessions whose script is starting.',
    value: one => one.activatingSessions,
  },
  gamelift_active_game_sessions: {
    help: 'Game sessions that are ACTIVE.',
    value: one => one.activeSessions,
  },
  gamelift_available_game_sessions: { help: 'Slots that are free.', value: freeSlots },
  gamelift_concurrent_activatable_game_sessions: {
    help: 'How many more game sessions may be activating.',
    value: one => one.activatable,
  },
  gamelift_percent_available_game_sessions: {
    help: 'Free slots, of all.',
    value: one => percentage(freeSlots(one), one.slots),
    isPercentage: true,
  },
  gamelift_current_player_sessions: {
    help: 'Player sessions that are RESERVED or ACTIVE.',
    value: one => one.players,
  },
};

/** Of each fleet and location: what CloudWatch counts, since the server began. */
export const FLEET_EVENT_METRICS = {
  serverProcessActivated: {
    name: 'gamelift_server_process_activations_total',
    help: 'Game sessions that became ACTIVE.',
  },
  serverProcessTerminated: {
    name: 'gamelift_server_process_terminations_total',
    help: 'Game sessions that ended, for whatever reason.',
  },
  serverProcessFailed: {
    name: 'gamelift_server_process_abnormal_terminations_total',
    help: 'Game sessions that ended because their script failed, reached a limit, or lost its worker.',
  },
  gameSessionInterrupted: {
    name: 'gamelift_game_session_interruptions_total',
    help: 'Game sessions that ended because the server did.',
  },
  playerSessionActivated: {
    name: 'gamelift_player_session_activations_total',
    help: 'Players who came to their game session.',
  },
} as const;

/** Of each queue: what CloudWatch counts, since the server began. */
export const QUEUE_EVENT_METRICS = {
  started: { name: 'gamelift_placements_started_total', help: 'Placements that were asked for.' },
  succeeded: { name: 'gamelift_placements_succeeded_total', help: 'Placements that were FULFILLED.' },
  canceled: { name: 'gamelift_placements_canceled_total', help: 'Placements that were CANCELLED.' },
  timedOut: { name: 'gamelift_placements_timed_out_total', help: 'Placements that TIMED_OUT.' },
  failed: { name: 'gamelift_placements_failed_total', help: 'Placements that FAILED.' },
} as const;

function freeSlots({ slots, takenSlots }: LocationFigures): number {
  return Math.max(0, slots - takenSlots);
}

function percentage(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
