import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReceivedMessages } from './received-messages.ts';

const LIMITS = { receivedMessages: 3, shownPayloadBytes: 4, hiddenOpCodes: 2, redrawMs: 200 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function receive(received: ReceivedMessages, opCode: number, payload = Uint8Array.of(opCode)): void {
  received.add({ opCode, sender: 'script', payload });
}

const opCodesOf = (received: ReceivedMessages): unknown[] =>
  received.shown.value.map(shown => ('opCode' in shown ? shown.opCode : shown.groupId));

test('the latest are kept, the newest first, and all are counted', () => {
  const received = new ReceivedMessages(LIMITS);
  for (const opCode of [1, 2, 3, 4, 5]) receive(received, opCode);
  received.add({ groupId: 'all', peerIds: [1, 2] });
  vi.runAllTimers();
  expect(opCodesOf(received)).toEqual(['all', 5, 4]);
  expect(received.counts.value).toEqual({ received: 6, hidden: 0 });
});

test('however much comes at once, the list changes once', () => {
  const received = new ReceivedMessages(LIMITS);
  const changes: number[] = [];
  const stop = received.shown.subscribe(shown => changes.push(shown.length));
  for (let i = 0; i < 1_000; i++) receive(received, 1);
  vi.runAllTimers();
  stop();
  expect(changes).toEqual([0, 3]);
});

test('hidden op codes are counted, and push out nothing', () => {
  const received = new ReceivedMessages(LIMITS);
  receive(received, 7);
  receive(received, 10);
  received.hide(10);
  for (let i = 0; i < 10; i++) receive(received, 10);
  vi.runAllTimers();
  expect(opCodesOf(received)).toEqual([7]);
  expect(received.counts.value).toEqual({ received: 12, hidden: 10 });
  received.unhide(10);
  receive(received, 10);
  vi.runAllTimers();
  expect(opCodesOf(received)).toEqual([10, 7]);
});

test('no more op codes are hidden than there is room for', () => {
  const received = new ReceivedMessages(LIMITS);
  for (const opCode of [1, 2, 3]) received.hide(opCode);
  expect([...received.hiddenOpCodes.value]).toEqual([1, 2]);
});

test('of a long payload the beginning is kept, in memory of its own, and its length', () => {
  const received = new ReceivedMessages(LIMITS);
  const payload = Uint8Array.of(1, 2, 3, 4, 5, 6);
  receive(received, 1, payload);
  payload.fill(0);
  vi.runAllTimers();
  expect(received.shown.value[0]).toMatchObject({ payload: Uint8Array.of(1, 2, 3, 4), payloadBytes: 6 });
});

test('two messages never have one id, even after clearing', () => {
  const received = new ReceivedMessages(LIMITS);
  receive(received, 1);
  vi.runAllTimers();
  const [first] = received.shown.value;
  received.clear();
  expect(received.shown.value).toEqual([]);
  expect(received.counts.value).toEqual({ received: 0, hidden: 0 });
  receive(received, 1);
  vi.runAllTimers();
  expect(received.shown.value[0]!.id).not.toBe(first!.id);
});
