/** The players of an act's session, in a process of their own: whatever they are flooded with, they alone are busy. */
import { createBirpc } from 'birpc';
import type { Place } from './act.ts';
import { ARM_OP_CODE, FIRST_CALL_OP_CODE, PROBE_OP_CODE } from './act-script.ts';
import { CrowdPlayer, type PlayerEnd } from './crowd-player.ts';

const GROUP = 5;

export interface CrowdCalls {
  /** Logs players in, one after the other. @returns what each was closed with, or `in` */
  join(port: number, sessionId: string, count: number): Promise<string[]>;
  /** Has the first player do what sets off a call. @returns the moment, in milliseconds since the epoch */
  trigger(place: Place, call: number, times: number): number;
  /** Has the first player ask the script whether it lives. False: the player's connection was closed. */
  probe(): Promise<boolean>;
  /** Closes one player's connection. */
  leave(player: number): Promise<void>;
  /**
   * Waits until the server has closed all connections, or closes them when it does not do so in time.
   * @returns how each ended
   */
  leaveAll(patienceMs: number): Promise<PlayerEnd[]>;
}

/** An answer that has not come after this is asked for again. */
const PROBE_AGAIN_MS = 1_000;

let players: CrowdPlayer[] = [];

const calls: CrowdCalls = {
  async join(port, sessionId, count) {
    const answers: string[] = [];
    for (let i = 0; i < count; i++) {
      const player = new CrowdPlayer(port, sessionId);
      players.push(player);
      answers.push(await player.loggedIn);
    }
    return answers;
  },
  trigger(place, call, times) {
    const [first, second] = players;
    const atMs = performance.timeOrigin + performance.now();
    for (let i = 0; i < times; i++) {
      if (place === 'onSendToPlayer')
        first!.send({ opCode: FIRST_CALL_OP_CODE, targetPlayer: second!.peerId });
      else if (place === 'onSendToGroup') first!.send({ opCode: FIRST_CALL_OP_CODE, targetGroup: -1 });
      else if (place === 'onPlayerJoinGroup') first!.sendGroupRequest('joinGroup', GROUP);
      else if (place === 'onPlayerLeaveGroup') {
        first!.sendGroupRequest('joinGroup', GROUP);
        first!.sendGroupRequest('leaveGroup', GROUP);
      } else if (place === 'onHealthCheck') first!.send({ opCode: ARM_OP_CODE, targetPlayer: -1 });
      else first!.send({ opCode: FIRST_CALL_OP_CODE + call, targetPlayer: -1 });
    }
    return atMs;
  },
  async probe() {
    const first = players[0]!;
    // A script that has sent too much has its answer dropped with the rest of that turn; the next one has room.
    const ask = () => first.send({ opCode: PROBE_OP_CODE, targetPlayer: -1 });
    const timer = setInterval(ask, PROBE_AGAIN_MS);
    ask();
    const isAlive = await first.nextProbe();
    clearInterval(timer);
    return isAlive;
  },
  leave: player => players.splice(player, 1)[0]!.close(0),
  async leaveAll(patienceMs) {
    const leaving = players;
    players = [];
    await Promise.all(leaving.map(player => player.close(patienceMs)));
    return leaving.flatMap(({ end }) => end ?? []);
  },
};

createBirpc<object, CrowdCalls>(calls, {
  post: data => process.send?.(data),
  on: listener => process.on('message', listener),
});
process.on('disconnect', () => process.exit(0));
