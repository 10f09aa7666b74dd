import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { MessageBudget } from '../limits/message-budget.ts';
import { Inbox } from './inbox.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function inboxOf(
  options: { packetsPerSecond?: number; bytesPerSecond?: number; heldMessages?: number } = {},
) {
  const delivered: string[] = [];
  const source = { isPaused: false, pause: () => {}, resume: () => {} };
  source.pause = () => {
    source.isPaused = true;
  };
  source.resume = () => {
    source.isPaused = false;
  };
  const events = { overflows: 0, budgetPauses: 0, onDeliver: (_text: string) => {} };
  const limits = resolveLimits({
    packetsPerSecond: options.packetsPerSecond ?? 1_000,
    receivedBytesPerSecond: options.bytesPerSecond ?? 1_000_000,
  });
  const inbox = new Inbox({
    source,
    budget: new MessageBudget({
      limits,
      messages: 'packetsPerSecond',
      bytes: 'receivedBytesPerSecond',
      now: () => performance.now(),
    }),
    heldMessages: options.heldMessages ?? 100,
    deliver: message => {
      delivered.push(message.toString());
      events.onDeliver(message.toString());
    },
    onOverflow: () => {
      events.overflows += 1;
    },
    onBudgetPause: () => {
      events.budgetPauses += 1;
    },
  });
  const push = (...texts: string[]) => {
    for (const text of texts) inbox.push(Buffer.from(text));
  };
  return { inbox, source, delivered, events, push };
}

test('within the budget a message is handed on at once', () => {
  const { push, delivered, source } = inboxOf();
  push('a', 'b');
  expect(delivered).toEqual(['a', 'b']);
  expect(source.isPaused).toBe(false);
});

test('over the packet budget the source is paused, and the rest follows in order at the rate', () => {
  const { push, delivered, source, events } = inboxOf({ packetsPerSecond: 2 });
  push('a', 'b', 'c', 'd');
  expect(delivered).toEqual(['a', 'b']);
  expect(source.isPaused).toBe(true);
  expect(events.budgetPauses).toBe(1);
  vi.advanceTimersByTime(10);
  expect(delivered).toEqual(['a', 'b', 'c']);
  expect(source.isPaused).toBe(true);
  vi.advanceTimersByTime(500);
  expect(delivered).toEqual(['a', 'b', 'c', 'd']);
  expect(source.isPaused).toBe(false);
});

test('what is read is charged before it is looked at: over the byte budget the source is paused too', () => {
  const { inbox, push, delivered, source, events } = inboxOf({ bytesPerSecond: 100 });
  inbox.chargeRead(50);
  push('within the budget');
  expect(source.isPaused).toBe(false);
  inbox.chargeRead(60);
  push('beyond it');
  expect(delivered).toEqual(['within the budget']);
  expect(source.isPaused).toBe(true);
  expect(events.budgetPauses).toBe(1);
  // 50 and 60, and for each read the headers of a packet.
  vi.advanceTimersByTime(900);
  expect(delivered).toEqual(['within the budget']);
  vi.advanceTimersByTime(100);
  expect(delivered).toEqual(['within the budget', 'beyond it']);
  expect(source.isPaused).toBe(false);
});

test('a byte at a time costs its sender more than the byte', () => {
  const { inbox, source } = inboxOf({ bytesPerSecond: 1_000 });
  let reads = 0;
  while (!source.isPaused) {
    inbox.chargeRead(1);
    reads += 1;
  }
  expect(reads).toBe(25);
});

test('control frames are charged as packets are', () => {
  const { inbox, push, delivered, source } = inboxOf({ packetsPerSecond: 2 });
  inbox.chargeControlFrame();
  expect(source.isPaused).toBe(false);
  inbox.chargeControlFrame();
  inbox.chargeControlFrame();
  expect(source.isPaused).toBe(true);
  push('a');
  expect(delivered).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(delivered).toEqual(['a']);
  expect(source.isPaused).toBe(false);
});

test('while its receiver has paused it, messages wait; then they come in order, before later ones', () => {
  const { inbox, push, delivered, source } = inboxOf();
  inbox.pause();
  push('a', 'b');
  vi.advanceTimersByTime(60_000);
  expect(delivered).toEqual([]);
  expect(source.isPaused).toBe(true);
  expect(inbox.isReading).toBe(false);
  inbox.resume();
  push('c');
  expect(delivered).toEqual(['a', 'b', 'c']);
  expect(source.isPaused).toBe(false);
  expect(inbox.isReading).toBe(true);
});

test('resume does not lift a pause that is for want of budget', () => {
  const { inbox, push, delivered, source } = inboxOf({ packetsPerSecond: 1 });
  push('a', 'b');
  inbox.pause();
  inbox.resume();
  expect(delivered).toEqual(['a']);
  expect(source.isPaused).toBe(true);
  vi.advanceTimersByTime(1);
  expect(delivered).toEqual(['a', 'b']);
});

test('budget does not lift a pause that the receiver asked for', () => {
  const { inbox, push, delivered, source } = inboxOf({ packetsPerSecond: 1 });
  push('a', 'b');
  inbox.pause();
  vi.advanceTimersByTime(10_000);
  expect(delivered).toEqual(['a']);
  expect(source.isPaused).toBe(true);
  inbox.resume();
  expect(delivered).toEqual(['a', 'b']);
  expect(source.isPaused).toBe(false);
});

test('a receiver may pause from within a message: the next one waits', () => {
  const { inbox, push, delivered, events } = inboxOf();
  events.onDeliver = text => {
    if (text !== 'c') inbox.pause();
  };
  push('a', 'b', 'c');
  expect(delivered).toEqual(['a']);
  inbox.resume();
  expect(delivered).toEqual(['a', 'b']);
  inbox.resume();
  expect(delivered).toEqual(['a', 'b', 'c']);
});

test('a receiver that pauses and resumes within a message changes nothing', () => {
  const { inbox, push, delivered, events, source } = inboxOf();
  events.onDeliver = () => {
    inbox.pause();
    inbox.resume();
  };
  inbox.pause();
  push('a', 'b', 'c');
  inbox.resume();
  push('d');
  expect(delivered).toEqual(['a', 'b', 'c', 'd']);
  expect(source.isPaused).toBe(false);
});

test('more than its bound is not held: the end is announced once, and nothing follows', () => {
  const { inbox, push, delivered, events, source } = inboxOf({ heldMessages: 2 });
  inbox.pause();
  push('a', 'b');
  expect(events.overflows).toBe(0);
  push('c', 'd');
  expect(events.overflows).toBe(1);
  inbox.resume();
  expect(delivered).toEqual([]);
  expect(source.isPaused).toBe(false);
});

test('after stop nothing is delivered, the source runs on, and no timer is left', () => {
  const { inbox, push, delivered, source } = inboxOf({ packetsPerSecond: 1 });
  push('a', 'b', 'c');
  inbox.stop();
  expect(source.isPaused).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
  push('d');
  inbox.chargeControlFrame();
  inbox.pause();
  expect(delivered).toEqual(['a']);
  expect(source.isPaused).toBe(false);
});

test('a receiver may stop it from within a message', () => {
  const { inbox, push, delivered, events } = inboxOf();
  events.onDeliver = () => inbox.stop();
  inbox.pause();
  push('a', 'b');
  inbox.resume();
  expect(delivered).toEqual(['a']);
});
