import { expect, test } from 'vitest';
import { PAGE_LIMITS } from '../page-limits.ts';
import { type MessageFields, sendRequest } from './server-message.ts';

const message = (more: Partial<MessageFields>) =>
  sendRequest({
    ...{ opCode: '7', target: { kind: 'all' }, channel: 'reliable', format: 'text', payload: 'hi' },
    ...more,
  });

test('a message goes to everybody, unless a player or a group is named', () => {
  const { request, payloadBytes } = message({});
  expect(request).toEqual({ opCode: 7, channel: 'reliable', payload: btoa('hi') });
  expect(payloadBytes).toBe(2);
  expect(message({ target: { kind: 'player', id: 3 } }).request).toMatchObject({ targetPeer: 3 });
  expect(message({ target: { kind: 'group', id: 9 } }).request).toMatchObject({ targetGroup: 9 });
});

test('a payload that is not what it is said to be is refused in words', () => {
  expect(() => message({ format: 'json', payload: '{' })).toThrow('The payload is no json: ');
  expect(() => message({ format: 'hex', payload: '0' })).toThrow('The payload is no hex: Byte 1');
});

test('a payload has a bound', () => {
  expect(message({ payload: 'x'.repeat(PAGE_LIMITS.payloadBytes) }).payloadBytes).toBe(
    PAGE_LIMITS.payloadBytes,
  );
  expect(() => message({ payload: 'x'.repeat(PAGE_LIMITS.payloadBytes + 1) })).toThrow('larger than 64 KiB');
});
