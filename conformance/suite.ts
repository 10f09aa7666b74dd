import { connect } from '../src/client/index.ts';
import type { Case, Outcome } from './case.ts';
import { CHANNEL_CASES } from './cases/channels.ts';
import { ENDING_CASES } from './cases/endings.ts';
import { GROUP_CASES } from './cases/groups.ts';
import { LOGIN_CASES } from './cases/login.ts';
import { MESSAGE_CASES } from './cases/messages.ts';
import { WIRE_CASES } from './cases/wire.ts';
import { Game, type ServerAddress } from './game.ts';

export const CASES: readonly Case[] = [
  ...LOGIN_CASES,
  ...MESSAGE_CASES,
  ...GROUP_CASES,
  ...CHANNEL_CASES,
  ...ENDING_CASES,
  ...WIRE_CASES,
];

/** Plays the cases one after the other, each with players of its own. */
export async function runSuite(
  server: ServerAddress,
  onOutcome: (outcome: Outcome) => void,
  connectClient: typeof connect = connect,
): Promise<void> {
  for (const { name, rule, run } of CASES) {
    const game = new Game(server, connectClient);
    let failure: string | undefined;
    try {
      await run(game);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    } finally {
      await game.leave();
    }
    onOutcome({ name, rule, failure });
  }
}
