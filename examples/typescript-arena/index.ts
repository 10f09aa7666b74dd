import type { RealtimeScript, RealtimeSession } from 'playpen/script';
import { Arena } from './arena.ts';
import { OpCode } from './op-codes.ts';

const TICK_MS = 50;

const arena = new Arena();
let session: RealtimeSession;
let ticking: ReturnType<typeof setInterval> | undefined;

export const ssExports = {
  configuration: { maxPlayers: 32 },

  init(rtSession) {
    session = rtSession;
  },

  onPlayerConnect(message) {
    arena.enter(message.peerId, message.getPayloadAsText().slice(0, 12) || `player ${message.peerId}`);
    return true;
  },

  onPlayerAccepted() {
    sendRoster();
    ticking ??= setInterval(tick, TICK_MS);
  },

  onPlayerDisconnect(peerId) {
    arena.leave(peerId);
    sendRoster();
    if (!arena.isEmpty) return;
    clearInterval(ticking);
    ticking = undefined;
  },

  onMessage({ opCode, payload, sender }) {
    if (opCode === OpCode.move && payload.length === 2) {
      arena.steer(sender, payload.readInt8(0), payload.readInt8(1));
    }
  },
  // With `satisfies` a callback or method whose name is wrong is marked in the editor: see mistakes.ts.
} satisfies RealtimeScript;

function tick(): void {
  arena.advance(TICK_MS / 1000);
  const state = session.newBinaryGameMessage(OpCode.state, session.getServerId(), arena.encodeState());
  session.sendGroupMessage(state, session.getAllPlayersGroupId());
}

function sendRoster(): void {
  const roster = session.newTextGameMessage(OpCode.roster, session.getServerId(), arena.roster());
  session.sendReliableGroupMessage(roster, session.getAllPlayersGroupId());
}
