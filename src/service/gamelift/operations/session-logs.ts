import type { Store } from '../../../store/store.ts';
import type { Arns } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { sessionNotFound } from './game-sessions.ts';

export interface SessionLogOperationsOptions {
  store: Store;
  arns: Arns;
  /** Whether there is anything to download. */
  hasLog(gameSessionId: string): Promise<boolean>;
  /** An address that is good for a while, for whoever has it. */
  urlOf(gameSessionId: string): string;
}

/** GetGameSessionLogUrl. */
export function sessionLogOperations({
  store,
  arns,
  hasLog,
  urlOf,
}: SessionLogOperationsOptions): Operations {
  return {
    GetGameSessionLogUrl: async (input, { tenantId }) => {
      const gameSessionId = arns.ownGameSession(input.GameSessionId);
      const session = await store.getGameSession(tenantId, gameSessionId);
      if (session === undefined) throw sessionNotFound(gameSessionId);
      if (session.status !== 'TERMINATED' && session.status !== 'ERROR') {
        throw invalidRequest(
          `Game session ${gameSessionId} is ${session.status}; its log can be downloaded when it is TERMINATED, ` +
            'and followed until then.',
        );
      }
      if (!(await hasLog(gameSessionId)))
        throw notFound(`The log of game session ${gameSessionId} is kept no longer.`);
      return { PreSignedUrl: urlOf(gameSessionId) };
    },
  };
}
