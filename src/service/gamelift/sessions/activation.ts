import { PlaypenError } from '../../../errors.ts';
import type { GameSession } from '../../../session/game-session.ts';
import type { CountedGameSession, FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { ServiceError } from '../service-error.ts';

/** What a fleet says nothing else of; the service API's own default. */
const ACTIVATION_TIMEOUT_SECONDS = 300;

export interface ActivationOptions {
  store: Store;
  /** The session is ACTIVE. */
  onActive(): void;
}

/**
 * Makes the record of a game session ACTIVE when its script has started, and ends the session when that takes longer
 * than its fleet allows.
 * @throws {ServiceError} InvalidGameSessionStatusException when it ended before it was ACTIVE
 */
export async function activate(
  session: GameSession,
  { tenantId, gameSessionId }: CountedGameSession,
  { runtimeConfiguration }: FleetRecord,
  { store, onActive }: ActivationOptions,
): Promise<CountedGameSession> {
  const seconds = runtimeConfiguration?.GameSessionActivationTimeoutSeconds ?? ACTIVATION_TIMEOUT_SECONDS;
  const timeout = setTimeout(() => session.kill('start_timeout'), seconds * 1_000);
  try {
    await session.started;
  } catch (cause) {
    throw neverActive(gameSessionId, cause);
  } finally {
    clearTimeout(timeout);
  }
  const active = await store.updateGameSession(tenantId, gameSessionId, one =>
    one.status === 'ACTIVATING' ? { ...one, status: 'ACTIVE' } : one,
  );
  if (active?.status === 'ACTIVE') {
    onActive();
    return active;
  }
  // It was to be terminated before it ran here.
  void session.terminate('session_terminated');
  throw neverActive(gameSessionId);
}

export function neverActive(gameSessionId: string, cause?: unknown): ServiceError {
  const why = cause instanceof PlaypenError ? `: ${cause.message}` : '';
  return new ServiceError(
    'InvalidGameSessionStatusException',
    `Game session ${gameSessionId} ended before it was ACTIVE${why}`,
    { cause },
  );
}
