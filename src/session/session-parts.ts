import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import type { BeginConfig } from '../../runtime-api/kernel/config.ts';
import type { ScriptListener } from '../isolate/script-link.ts';
import { ClientPackets } from './client-packets.ts';
import { CommandTurns } from './command-turns.ts';
import { Logins } from './logins.ts';
import type { PlayerEvents } from './player.ts';
import { Roster } from './roster.ts';
import { ScriptAccount } from './script-account.ts';
import { ScriptCommands, type SessionControl } from './script-commands.ts';
import { ScriptLifecycle } from './script-lifecycle.ts';
import { scriptOptions } from './script-options.ts';
import { ScriptPort } from './script-port.ts';
import type { SessionCounters } from './session-counters.ts';
import type { GameSessionOptions } from './session-options.ts';

export interface SessionPartsContext {
  /** The session itself: hears of its script and of its players. */
  session: ScriptListener & SessionControl & PlayerEvents;
  counters: SessionCounters;
  log: Logger;
}

export interface SessionParts {
  account: ScriptAccount;
  port: ScriptPort;
  roster: Roster;
  lifecycle: ScriptLifecycle;
  logins: Logins;
  packets: ClientPackets;
  turns: CommandTurns;
}

/**
 * Starts the script somewhere and puts together what joins it with the players.
 * @throws {PlaypenError} `no_capacity`, `script_refused`
 */
export function sessionParts(
  options: GameSessionOptions,
  { session, counters, log }: SessionPartsContext,
): SessionParts {
  const { limits, hits, mode, script } = options;
  const link = options.openScript(scriptOptions(script, mode, limits), beginConfig(options), session);
  const shared = { limits, hits, counters };
  const account = new ScriptAccount({
    ...shared,
    now: () => performance.now(),
    warn: text => log.warn({ source: 'system' }, text),
  });
  const port = new ScriptPort(link, { ...shared, onHalfFull: () => account.warnings.queueHalfFull() });
  const roster = new Roster(limits, hits, (action, groupId, peerId) =>
    port.tellMembership(action, groupId, peerId),
  );
  const commands = new ScriptCommands({ control: session, roster, port, limits, hits, account });
  return {
    account,
    port,
    roster,
    lifecycle: new ScriptLifecycle(port, limits),
    logins: new Logins({ ...shared, roster, port, log, playerEvents: session }),
    packets: new ClientPackets(roster, port, log, hits),
    turns: new CommandTurns(commands, limits.commandSliceMs),
  };
}

function beginConfig(options: GameSessionOptions): BeginConfig {
  const { description, gameSessionId, limits, processArguments } = options;
  const seed = crypto.getRandomValues(new Uint32Array(4));
  return {
    gameSession: { ...description, gameSessionId },
    defaultMaxPlayers: limits.maxPlayers,
    processArguments,
    seed: [seed[0]!, seed[1]!, seed[2]!, seed[3]!],
  };
}
