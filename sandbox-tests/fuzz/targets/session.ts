/** What the commands of an isolate do to a game session on the host: `ScriptCommands` with a real roster and groups. */
import { BridgeFormatError } from '../../../src/bridge/byte-reader.ts';
import { readCommands } from '../../../src/bridge/command-reader.ts';
import { EventWriter } from '../../../src/bridge/event-writer.ts';
import type { GroupAction } from '../../../src/bridge/messages.ts';
import type { CloseCode } from '../../../src/errors.ts';
import { LimitHits } from '../../../src/limits/limit-hits.ts';
import { type Limits, resolveLimits } from '../../../src/limits/limits.ts';
import { decodePacket } from '../../../src/protocol/decode.ts';
import type { OutgoingPacket } from '../../../src/protocol/outgoing-packet.ts';
import { Player, type PlayerEvents } from '../../../src/session/player.ts';
import type { PlayerConnection } from '../../../src/session/player-connection.ts';
import { Roster } from '../../../src/session/roster.ts';
import { ScriptAccount } from '../../../src/session/script-account.ts';
import { ScriptCommands, type SessionControl } from '../../../src/session/script-commands.ts';
import { ScriptPort } from '../../../src/session/script-port.ts';
import { SessionCounters } from '../../../src/session/session-counters.ts';
import { ensure, type FuzzTarget } from '../engine/target.ts';
import { COMMAND_SEEDS } from './command-seeds.ts';

const MAX_BYTES = 1024;
/** So small that a short batch meets them. */
const LIMITS: Limits = resolveLimits({ groupsPerPlayer: 3, groupsPerSession: 5, scriptPayloadBytes: 64 });
const QUEUE_BYTES = 64 * MAX_BYTES;

/** Holds what reaches a player to the wire protocol. */
class CheckingConnection implements PlayerConnection {
  readonly remoteAddress = '127.0.0.1';
  readonly isFastChannelUp = false;
  closed = false;

  sendReliable(packet: OutgoingPacket): void {
    this.#check(packet);
  }

  sendFast(packet: OutgoingPacket): void {
    this.#check(packet);
  }

  close(_code: CloseCode): void {
    this.closed = true;
  }

  async openFastChannel(): Promise<number> {
    return 0;
  }

  attach(): void {}
  startKeepAlive(): void {}
  pause(): void {}
  resume(): void {}

  #check(packet: OutgoingPacket): void {
    const { opCode, payload, message } = decodePacket(packet.frame);
    ensure(payload.length <= LIMITS.scriptPayloadBytes, 'no payload over its limit reaches a player');
    ensure(opCode > 0 || message?.kind === 'groupMembershipUpdate', 'a script sends its own op codes only');
  }
}

/** As much of a game session as commands get to see; it ends when they ask for that. */
class Control implements SessionControl {
  isEnded = false;
  readonly #onDisconnect: (peerId: number) => void;

  constructor(onDisconnect: (peerId: number) => void) {
    this.#onDisconnect = onDisconnect;
  }

  onEndAsked(): void {
    this.isEnded = true;
  }

  disconnect(peerId: number): void {
    this.#onDisconnect(peerId);
  }

  onLoaded(): void {}
  onAccepted(): void {}
  onUncaughtError(): void {}
  setPlayerSessionPolicy(): void {}
  scriptLog(): void {}
}

/** Who is in which group, as the host has told the isolate. */
class ToldMembership {
  #told = new Set<string>();

  change(action: GroupAction, groupId: number, peerId: number): void {
    if (action === 'join') this.#told.add(`${peerId} ${groupId}`);
    else this.#told.delete(`${peerId} ${groupId}`);
  }

  forget(peerId: number): void {
    for (const pair of this.#told) if (pair.startsWith(`${peerId} `)) this.#told.delete(pair);
  }

  check(roster: Roster): void {
    const pairs = [...this.#told].map(pair => pair.split(' ').map(Number) as [number, number]);
    for (const [peerId, groupId] of pairs) {
      ensure(roster.groups.isMember(groupId, peerId), 'the isolate was told the truth about groups');
      const own = pairs.filter(([other]) => other === peerId).length;
      ensure(own <= LIMITS.groupsPerPlayer, 'groupsPerPlayer holds');
    }
    const groups = new Set(pairs.map(([, groupId]) => groupId));
    ensure(groups.size <= LIMITS.groupsPerSession, 'groupsPerSession holds');
  }
}

const NO_EVENTS: PlayerEvents = { onPacket() {}, onClosed() {}, deliver() {} };

function addPlayer(roster: Roster, counters: SessionCounters): void {
  const peerId = roster.peers.add();
  const connection = new CheckingConnection();
  roster.add(
    new Player(
      {
        peerId,
        playerId: 'p',
        playerSessionId: 'p',
        connection,
        limits: LIMITS,
        hits: new LimitHits(),
        counters,
      },
      NO_EVENTS,
    ),
  );
  roster.peers.accept(peerId);
}

/** A session with two players, a question that is open, and no worker behind it. */
function createSession() {
  const events = new EventWriter(QUEUE_BYTES);
  const hits = new LimitHits();
  const counters = new SessionCounters();
  const link = { events, workerPid: undefined, flush() {}, wakeAt() {}, pause() {}, close() {} };
  const port = new ScriptPort(link, { limits: LIMITS, hits, counters, onHalfFull() {} });
  const told = new ToldMembership();
  const roster = new Roster(LIMITS, hits, (action, groupId, peerId) => {
    told.change(action, groupId, peerId);
    port.tellMembership(action, groupId, peerId);
  });
  addPlayer(roster, counters);
  addPlayer(roster, counters);
  const answers: unknown[] = [];
  port.call('init', 'startDecisionMs', answer => answers.push(answer));
  const control = new Control(peerId => {
    if (roster.remove(peerId)) told.forget(peerId);
  });
  const account = new ScriptAccount({ limits: LIMITS, hits, counters, now: () => 0, warn() {} });
  const commands = new ScriptCommands({ control, roster, port, limits: LIMITS, hits, account });
  return { events, roster, told, answers, commands };
}

export const target: FuzzTarget = {
  maxBytes: MAX_BYTES,
  seeds: COMMAND_SEEDS,
  dictionary: [],
  run(input) {
    const { events, roster, told, answers, commands } = createSession();
    const askedBytes = events.bytes;
    try {
      readCommands(input, commands);
    } catch (error) {
      if (!(error instanceof BridgeFormatError)) throw error;
    }
    ensure(answers.length <= 1, 'a question is answered once');
    ensure(events.bytes - askedBytes <= input.length, 'commands put no more into the queue than they are');
    told.check(roster);
  },
};
