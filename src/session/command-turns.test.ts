import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { BridgeFormatError } from '../bridge/byte-reader.ts';
import type { CommandHandler } from '../bridge/command-reader.ts';
import { CommandWriter } from '../bridge/command-writer.ts';
import { CommandTurns } from './command-turns.ts';

/** Each command is a turn's work. */
const NO_TIME_MS = 0;
const MUCH_TIME_MS = 60_000;

/** What happened, in order: the peers that were disconnected, ends of batches, and turns of the event loop. */
let seen: (number | string)[];
beforeEach(() => {
  seen = [];
});

const handler = new Proxy({} as CommandHandler, {
  get: (_, command) => (peerId: number) => {
    if (command !== 'disconnect') return;
    if (peerId === 13) throw new Error('unlucky');
    seen.push(peerId);
  },
});

function batch(...peerIds: number[]): Uint8Array {
  const writer = new CommandWriter(64 * 1024);
  for (const peerId of peerIds) writer.disconnect(peerId, new Uint8Array(0));
  return writer.written().slice();
}

function end(error: unknown): void {
  seen.push(error === undefined ? 'end' : `failed: ${(error as Error).message}`);
}

/** Notes the turns that pass until this is done. */
async function watch(until: Promise<unknown> | undefined): Promise<void> {
  let isDone = false;
  void until?.then(() => {
    isDone = true;
  });
  while (!isDone) {
    seen.push('turn');
    await nextTurn();
  }
}

describe('a batch of commands', () => {
  test('that takes no time is carried out at once', () => {
    const turns = new CommandTurns(handler, MUCH_TIME_MS);
    expect(turns.run(batch(1, 2, 3), end)).toBeUndefined();
    expect(seen).toEqual([1, 2, 3, 'end']);
  });

  test('that is empty is at its end at once', () => {
    expect(new CommandTurns(handler, NO_TIME_MS).run(batch(), end)).toBeUndefined();
    expect(seen).toEqual(['end']);
  });

  test('that takes longer lets others run between its commands, which keep their order', async () => {
    await watch(new CommandTurns(handler, NO_TIME_MS).run(batch(1, 2, 3), end));
    expect(seen.filter(one => one !== 'turn')).toEqual([1, 2, 3, 'end']);
    expect(seen.slice(seen.indexOf(1), seen.indexOf(2))).toContain('turn');
    expect(seen.slice(seen.indexOf(2), seen.indexOf(3))).toContain('turn');
  });

  test('begins when the one before it has ended', async () => {
    const turns = new CommandTurns(handler, NO_TIME_MS);
    void turns.run(batch(1, 2), end);
    await turns.run(batch(3, 4), end);
    expect(seen).toEqual([1, 2, 'end', 3, 4, 'end']);
    expect(turns.run(batch(5), end)).toBeUndefined();
  });

  test.each([NO_TIME_MS, MUCH_TIME_MS])(
    'ends at a command that fails, with %i ms for a turn',
    async sliceMs => {
      await new CommandTurns(handler, sliceMs).run(batch(1, 13, 2), end);
      expect(seen).toEqual([1, 'failed: unlucky']);
    },
  );

  test('ends at a command that makes no sense, in whatever turn that is read', async () => {
    const errors: unknown[] = [];
    const bytes = new Uint8Array([...batch(1), 0xff]);
    await new CommandTurns(handler, NO_TIME_MS).run(bytes, error => errors.push(error));
    expect(seen).toEqual([1]);
    expect(errors).toEqual([expect.any(BridgeFormatError)]);
  });
});
