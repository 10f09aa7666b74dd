import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BridgeFormatError, ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { type CommandHandler, readCommands } from './command-reader.ts';
import { COMMAND_RESERVE_BYTES, CommandWriter, MIN_COMMAND_BYTES } from './command-writer.ts';
import { type EventHandler, readEvent } from './event-reader.ts';
import { EventWriter } from './event-writer.ts';

type Call = [method: string, ...args: unknown[]];

/** Records every method called on it; byte arguments are copied, as handlers must do. */
function recorder<T extends object>(): { calls: Call[]; handler: T } {
  const calls: Call[] = [];
  const handler = new Proxy({} as T, {
    get:
      (_, method) =>
      (...args: unknown[]) => {
        calls.push([String(method), ...args.map(arg => structuredClone(arg))]);
      },
  });
  return { calls, handler };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);

function commandsOf(write: (writer: CommandWriter) => void, maxBytes = 1024 * 1024): Call[] {
  const writer = new CommandWriter(maxBytes);
  write(writer);
  const { calls, handler } = recorder<CommandHandler>();
  readCommands(writer.written().slice(), handler);
  return calls;
}

function eventsOf(batch: Uint8Array): Call[] {
  const { calls, handler } = recorder<EventHandler>();
  const reader = new ByteReader(batch);
  while (reader.remaining > 0) readEvent(reader, handler);
  return calls;
}

describe('events', () => {
  const message = {
    opCode: 7,
    sender: 3,
    channel: 'reliable',
    targetPlayer: -1,
    targetGroup: 0,
    payload: utf8('hi'),
  } as const;

  test('every event arrives as it was written, in order', () => {
    const writer = new EventWriter(65_536);
    const player = { peerId: 3, playerSessionId: 'psess-1', playerId: 'ü', playerData: '{"a":1}' };
    writer.call(1, 'init');
    writer.start([7, 8, 9]);
    writer.playerConnect(2, player, utf8('payload'));
    writer.message(message);
    writer.messageQuestion(4, { ...message, targetPlayer: 0, targetGroup: 12, channel: 'fast' });
    writer.groupQuestion(5, 'leave', 12, 3);
    writer.membership('join', 12, 3);
    writer.playerGone(3);
    writer.gameSessionUpdate('BACKFILL_TIMED_OUT', 'ticket-ü');
    expect(writer.count).toBe(9);
    expect(eventsOf(writer.take())).toEqual([
      ['call', 1, 'init'],
      ['start', [7, 8, 9]],
      [
        'playerConnect',
        2,
        {
          peerId: 3,
          playerSessionId: utf8('psess-1'),
          playerId: utf8('ü'),
          playerData: utf8('{"a":1}'),
        },
        utf8('payload'),
      ],
      ['message', message],
      ['messageQuestion', 4, { ...message, targetPlayer: 0, targetGroup: 12, channel: 'fast' }],
      ['groupQuestion', 5, 'leave', 12, 3],
      ['membership', 'join', 12, 3],
      ['playerGone', 3],
      ['gameSessionUpdate', 'BACKFILL_TIMED_OUT', utf8('ticket-ü')],
    ]);
  });

  test('what is read out of a part of a buffer is a view into that part', () => {
    const whole = Uint8Array.of(9, 9, 1, 1, 0, 0, 0, 0x61, 2, 0x62, 9);
    const reader = new ByteReader(whole.subarray(2, 10));
    const [number, text, rest] = [reader.u8(), reader.bytes(), reader.raw(2)];
    expect([number, text, rest, reader.remaining]).toEqual([1, utf8('a'), Uint8Array.of(2, 0x62), 0]);
    whole[7] = 0x63;
    expect(text).toEqual(utf8('c'));
  });

  test('a reader begins again with what is in its bytes by then, as much as is there', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const reader = new ByteReader(bytes);
    reader.u8();
    bytes[0] = 4;
    reader.restart(2);
    expect([reader.remaining, reader.u8(), reader.u8(), reader.remaining]).toEqual([2, 4, 2, 0]);
    expect(() => reader.u8()).toThrow(BridgeFormatError);
  });

  test('a message event is these bytes', () => {
    const writer = new EventWriter(65_536);
    writer.message(message);
    expect(hex(writer.take())).toBe(
      '04 07000000 03000000 01 ffffffff 00000000 02000000 6869'.replaceAll(' ', ''),
    );
  });

  test('an update of the game session is these bytes, behind its matchmaker data', () => {
    const writer = new EventWriter(65_536);
    writer.gameSessionUpdate('MATCHMAKING_DATA_UPDATED', 't');
    writer.matchmakerData('{}');
    expect(hex(writer.take())).toBe('09 02000000 7b7d 0a 00 01000000 74'.replaceAll(' ', ''));
  });

  test('of matchmaker data the newest leads the batch, and is none by itself', () => {
    const writer = new EventWriter(65_536);
    writer.matchmakerData('older');
    writer.playerGone(1);
    writer.matchmakerData('newer');
    expect([writer.count, writer.bytes]).toEqual([1, 5]);
    expect(eventsOf(writer.take())).toEqual([
      ['matchmakerData', utf8('newer')],
      ['playerGone', 1],
    ]);
    writer.matchmakerData('newest');
    expect([writer.count, writer.bytes]).toEqual([0, 0]);
    expect(eventsOf(writer.take())).toEqual([['matchmakerData', utf8('newest')]]);
    expect(eventsOf(writer.take())).toEqual([]);
  });

  test('taking a batch starts an empty one and leaves the taken one alone', () => {
    const writer = new EventWriter(65_536);
    writer.playerGone(1);
    const first = writer.take();
    writer.playerGone(2);
    expect(eventsOf(first)).toEqual([['playerGone', 1]]);
    expect(eventsOf(writer.take())).toEqual([['playerGone', 2]]);
    expect(writer.count).toBe(0);
    expect(writer.bytes).toBe(0);
  });
});

describe('events that make no sense', () => {
  test.each([
    ['an unknown kind', 'ff'],
    ['a callback that does not exist', '01 01000000 0e'],
    ['a message by a channel that does not exist', '04 07000000 03000000 02 ffffffff 00000000 00000000'],
    ['a question about a group action that does not exist', '06 01000000 02 01000000 01000000'],
    ['a membership that neither begins nor ends', '07 02 01000000 01000000'],
    ['an update for no reason there is', '0a 04 00000000'],
    ['matchmaker data longer than the batch', '09 05000000 7b7d'],
    ['a cut record', '03 0100'],
  ])('%s ends the batch with a BridgeFormatError', (_, bytes) => {
    expect(() => eventsOf(Buffer.from(bytes.replaceAll(' ', ''), 'hex'))).toThrow(BridgeFormatError);
  });
});

describe('commands', () => {
  test('every command arrives as it was written, in order', () => {
    const calls = commandsOf(writer => {
      writer.loaded({ callbackMask: 0x1fff, maxPlayers: 8, pingIntervalMs: 3000 });
      writer.decision(9, 'undefined');
      writer.accepted(1);
      writer.message(-5, -1, utf8('x'));
      writer.sendToPeer('reliable', 2);
      writer.sendToGroup('fast', -1);
      writer.broadcastMembership(-1, 4);
      writer.changeMembership('leave', 4, 2);
      writer.disconnect(2, utf8('bye'));
      writer.playerSessionPolicy('DENY_ALL');
      writer.log('fatal', utf8('ö'));
      writer.uncaughtError(utf8('Error: no'));
      writer.nextTimer(1_700_000_000_000_123);
      writer.end('exit', -1);
    });
    expect(calls).toEqual([
      ['loaded', { callbackMask: 0x1fff, maxPlayers: 8, pingIntervalMs: 3000 }],
      ['decision', 9, 'undefined'],
      ['accepted', 1],
      ['message', -5, -1, utf8('x')],
      ['sendToPeer', 'reliable', 2],
      ['sendToGroup', 'fast', -1],
      ['broadcastMembership', -1, 4],
      ['changeMembership', 'leave', 4, 2],
      ['disconnect', 2, 'bye'],
      ['playerSessionPolicy', 'DENY_ALL'],
      ['log', 'fatal', 'ö'],
      ['uncaughtError', 'Error: no'],
      ['nextTimer', 1_700_000_000_000_123],
      ['end', 'exit', -1],
    ]);
  });

  test('the same message sent to many is written once', () => {
    const calls = commandsOf(writer => {
      for (const peerId of [1, 2, 3]) {
        writer.message(10, -1, utf8('state'));
        writer.sendToPeer('fast', peerId);
      }
    });
    expect(calls.map(([method]) => method)).toEqual(['message', 'sendToPeer', 'sendToPeer', 'sendToPeer']);
  });

  test('a message whose bytes were changed between two sends is written again', () => {
    const payload = utf8('a');
    const calls = commandsOf(writer => {
      writer.message(10, -1, payload);
      writer.sendToPeer('fast', 1);
      payload[0] = 0x62;
      writer.message(10, -1, payload);
      writer.sendToPeer('fast', 1);
    });
    expect(calls.filter(([method]) => method === 'message').map(call => call[3])).toEqual([
      utf8('a'),
      utf8('b'),
    ]);
  });

  test('a full batch leaves out what the script sends, and still takes decisions and the end', () => {
    const writer = new CommandWriter(300);
    expect(writer.message(1, -1, new Uint8Array(101))).toBe(false);
    expect(writer.log('info', new Uint8Array(75))).toBe(true);
    expect(writer.log('info', new Uint8Array(0))).toBe(false);
    expect(writer.sendToPeer('fast', 1)).toBe(false);
    for (let id = 0; id < 1000; id++) writer.decision(id, 'allowed');
    writer.end('processEnding', 0);
    const { calls, handler } = recorder<CommandHandler>();
    readCommands(writer.written(), handler);
    expect(calls.length).toBe(1 + 1000 + 1);
  });

  test('a batch has room for a bounded number of commands, however short they are', () => {
    const writer = new CommandWriter(10 * MIN_COMMAND_BYTES);
    const written = Array.from({ length: 20 }, () => writer.playerSessionPolicy('DENY_ALL')).filter(Boolean);
    expect(written).toHaveLength(10);
  });

  test('a batch of more commands than any writer makes is refused', () => {
    const commands = Buffer.alloc(2 * 200_000, Buffer.from('0a01', 'hex'));
    const { calls, handler } = recorder<CommandHandler>();
    expect(() => readCommands(commands, handler)).toThrow(BridgeFormatError);
    expect(calls.length).toBeLessThanOrEqual(150_000);
  });

  test('how often a limit was reached arrives as it was counted', () => {
    expect(commandsOf(writer => writer.limitHits('logLineBytes', 70_000))).toEqual([
      ['limitHits', 'logLineBytes', 70_000],
    ]);
  });

  test('text keeps a leading byte order mark', () => {
    expect(commandsOf(writer => writer.log('info', utf8('\ufeffa')))).toEqual([['log', 'info', '\ufeffa']]);
  });

  test.each([
    ['an unknown kind', 'ff'],
    ['a limit that is none', '0f 05 01000000'],
    ['a send without a message', '05 01 01000000'],
    ['a length past the end', '0c 01 ffffffff'],
    ['a cut record', '02 0100'],
    ['a verdict that does not exist', '02 01000000 09'],
    ['a time above 2^53', '0e 00000000 ffffffff'],
  ])('%s ends the batch with a BridgeFormatError', (_, bytes) => {
    const { handler } = recorder<CommandHandler>();
    const input = Buffer.from(bytes.replaceAll(' ', ''), 'hex');
    expect(() => readCommands(input, handler)).toThrow(BridgeFormatError);
  });

  test('random bytes never give anything but commands or a BridgeFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const { handler } = recorder<CommandHandler>();
        try {
          readCommands(bytes, handler);
        } catch (error) {
          expect(error).toBeInstanceOf(BridgeFormatError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('numbers', () => {
  test('all widths survive the way', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(2 ** 53 - 1), fc.nat(65_535), (i32, u53, u16) => {
        const writer = new ByteWriter(1024);
        writer.u32(i32);
        writer.u53(u53);
        writer.u16(u16);
        const reader = new ByteReader(writer.written());
        expect([reader.i32(), reader.u53(), reader.u16(), reader.remaining]).toEqual([i32, u53, u16, 0]);
      }),
    );
  });

  test('the reserve holds a decision for every undecided question the limits allow', () => {
    expect(COMMAND_RESERVE_BYTES).toBeGreaterThanOrEqual(200 * 256 * 6);
  });
});
