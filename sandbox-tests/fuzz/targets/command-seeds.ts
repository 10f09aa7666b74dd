import { CommandWriter } from '../../../src/bridge/command-writer.ts';

const encoder = new TextEncoder();

/** One batch for each kind of command, some for what the host drops, and one with all of them. */
export const COMMAND_SEEDS: readonly Uint8Array[] = batches([
  writer => writer.loaded({ callbackMask: 0x1fff, maxPlayers: 8, pingIntervalMs: 3000 }),
  writer => writer.decision(1, 'allowed'),
  writer => writer.accepted(3),
  writer => {
    writer.message(10, -1, encoder.encode('state'));
    writer.sendToPeer('reliable', 1);
    writer.sendToGroup('fast', -1);
  },
  ...[0, -1].map(opCode => (writer: CommandWriter) => {
    writer.message(opCode, 1, encoder.encode('not its own op code'));
    writer.sendToPeer('fast', 1);
  }),
  writer => {
    writer.message(10, -1, new Uint8Array(65));
    writer.sendToGroup('reliable', -1);
  },
  writer => writer.changeMembership('join', 4, 1),
  writer => writer.changeMembership('leave', 4, 1),
  writer => writer.broadcastMembership(-1, 4),
  writer => writer.disconnect(2, encoder.encode('bye')),
  writer => writer.playerSessionPolicy('DENY_ALL'),
  writer => writer.log('info', encoder.encode('hällo')),
  writer => writer.uncaughtError(encoder.encode('Error: no\n at x')),
  writer => writer.nextTimer(1_700_000_000_000_123),
  writer => writer.end('exit', 1),
]);

type Write = (writer: CommandWriter) => void;

function batches(writes: readonly Write[]): Uint8Array[] {
  const all: Write = writer => {
    for (const write of writes) write(writer);
  };
  return [...writes, all].map(write => {
    const writer = new CommandWriter(64 * 1024);
    write(writer);
    return writer.written().slice();
  });
}
