import fc from 'fast-check';
import { encodeTestPacket } from './test-client.ts';

const INT32S = fc.constantFrom(0, 1, 2, 3, -1, -2, 127, 128, 2 ** 31 - 1, -(2 ** 31));
const OP_CODES = fc.constantFrom(
  ...[1, 2, 700, 2 ** 31 - 1, 0, -1, -3, -5, -6, -7, -8, -10, -11, -12, -13, -14, -15, -101, -103, -1000],
);

const LOGIN = { playerSessionId: 'psess-1', clientVersion: 2 };
const NUMBERED = { peerId: 1, connectToken: 'c' };
const MESSAGES = fc.constantFrom<Record<string, unknown>>(
  ...[
    {},
    { login: LOGIN },
    { loginResult: { success: true, ...NUMBERED } },
    { ping: {} },
    { pingResult: {} },
  ],
  ...[{ udpConnect: {} }, { playerConnect: NUMBERED }, { playerDisconnect: NUMBERED }],
  ...[{ verifyIdentity: NUMBERED }, { verifyIdentityResult: { success: true, peerId: 1 } }],
  ...[{ joinGroup: { group: 1 } }, { leaveGroup: { group: 1 } }, { requestGroupMembership: { group: -1 } }],
  { groupMembershipUpdate: { group: 1, players: [1, 2] } },
);

/** A packet of the protocol, its fields in any combination. */
const PACKETS = fc
  .record({
    opCode: OP_CODES,
    sequenceNumber: fc.nat({ max: 1_000_000 }),
    targetPlayer: INT32S,
    targetGroup: INT32S,
    sender: INT32S,
    reliable: fc.boolean(),
    payload: fc.uint8Array({ maxLength: 50 }),
    message: MESSAGES,
  })
  .map(({ message, ...fields }) => encodeTestPacket({ ...fields, ...message }));

interface Edit {
  kind: 'set' | 'insert' | 'delete' | 'cut' | 'double';
  /** Where, as a share of the length. */
  at: number;
  byte: number;
}

const EDITS = fc.array(
  fc.record<Edit>({
    kind: fc.constantFrom('set', 'insert', 'delete', 'cut', 'double'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.oneof(fc.constantFrom(0, 0x7f, 0x80, 0xff), fc.nat({ max: 255 })),
  }),
  { minLength: 1, maxLength: 4 },
);

function edit(bytes: Buffer, { kind, at, byte }: Edit): Buffer {
  const position = Math.floor(at * bytes.length);
  const [head, tail] = [bytes.subarray(0, position), bytes.subarray(position)];
  switch (kind) {
    case 'set':
      return Buffer.concat([head, Buffer.from([byte]), tail.subarray(1)]);
    case 'insert':
      return Buffer.concat([head, Buffer.from([byte]), tail]);
    case 'delete':
      return Buffer.concat([head, tail.subarray(1)]);
    case 'cut':
      return Buffer.from(head);
    case 'double':
      return Buffer.concat([bytes, bytes]);
  }
}

/** The bytes behind a length that is true, so that the content is looked at. */
function framed(body: Uint8Array): Buffer {
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.concat([Buffer.from(length), body]);
}

const RANDOM = fc
  .tuple(fc.boolean(), fc.uint8Array({ maxLength: 200 }))
  .map(([isFramed, bytes]) => (isFramed ? framed(bytes) : Buffer.from(bytes)));

/** A packet of the protocol with a few bytes changed, half of them behind a length that is true again. */
const MUTATED = fc.tuple(PACKETS, EDITS, fc.boolean()).map(([packet, edits, isFramed]) => {
  if (!isFramed) return edits.reduce(edit, packet);
  const headBytes = packet[0]! < 0x80 ? 1 : 2;
  return framed(edits.reduce(edit, packet.subarray(headBytes)).subarray(0, 0x3fff));
});

/** Random bytes and packets with a few bytes changed, in turns: the same for the same seed. */
export function hostilePackets(seed: number, count: number): Buffer[] {
  const [random, mutated] = [RANDOM, MUTATED].map(arbitrary =>
    fc.sample(arbitrary, { seed, numRuns: count }),
  );
  return random!.flatMap((bytes, at) => [bytes, mutated![at]!]);
}
