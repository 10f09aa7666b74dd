import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodePacket } from '../protocol/decode.ts';
import { encodePacket } from '../protocol/encode.ts';
import { OpCode } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import { CLIENT_LIMITS } from './client-limits.ts';
import { FastChannel, type FastChannelState } from './fast-channel.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A channel over a socket that only records. */
async function startChannel() {
  const sent: Packet[] = [];
  const states: FastChannelState[] = [];
  const socket = { send: (frame: Uint8Array) => sent.push(decodePacket(frame)), close: vi.fn() };
  let deliver: (frame: Uint8Array) => void = () => {};
  const channel = new FastChannel(1, CLIENT_LIMITS, {
    onPacket: () => {},
    onFastChannelState: state => states.push(state),
  });
  const open = async (_host: string, _port: number, onDatagram: (frame: Uint8Array) => void) => {
    deliver = onDatagram;
    return socket;
  };
  await channel.start(open, 'host', 7777);
  const acknowledge = (sequenceNumber: number) =>
    deliver(encodePacket({ opCode: OpCode.UDP_CONNECT_SERVER_ACK, sequenceNumber }));
  return { channel, socket, sent, states, acknowledge };
}

test('UDP_CONNECT is repeated after 100 ms, then at twice the distance each time, up to 5 s', async () => {
  const { sent } = await startChannel();
  for (const [index, delayMs] of [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000].entries()) {
    expect(sent.length).toBe(index + 1);
    vi.advanceTimersByTime(delayMs - 1);
    expect(sent.length).toBe(index + 1);
    vi.advanceTimersByTime(1);
    expect(sent.length).toBe(index + 2);
  }
  expect(sent.map(packet => packet.sequenceNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(new Set(sent.map(packet => packet.opCode))).toEqual(new Set([OpCode.UDP_CONNECT]));
});

test('no UDP_CONNECT follows an acknowledgement, and no timer is left', async () => {
  const { sent, states, acknowledge } = await startChannel();
  acknowledge(0);
  expect(vi.getTimerCount()).toBe(0);
  expect(sent.map(packet => packet.opCode)).toEqual([OpCode.UDP_CONNECT, OpCode.UDP_CONNECT_CLIENT_ACK]);
  expect(states).toEqual(['up']);
});

test('stopping closes the socket, leaves no timer and ends the channel for good', async () => {
  const { channel, socket, sent, states, acknowledge } = await startChannel();
  channel.stop();
  acknowledge(0);
  expect(vi.getTimerCount()).toBe(0);
  expect(socket.close).toHaveBeenCalledOnce();
  expect(sent.length).toBe(1);
  expect(states).toEqual(['unavailable']);
  expect(channel.send({ opCode: 1 })).toBe(false);
});

test('a socket that opens after the channel was stopped is closed', async () => {
  const opened = Promise.withResolvers<{ send(): void; close(): void }>();
  const channel = new FastChannel(1, CLIENT_LIMITS, { onPacket: () => {}, onFastChannelState: () => {} });
  const started = channel.start(() => opened.promise, 'host', 7777);
  channel.stop();
  const socket = { send: vi.fn(), close: vi.fn() };
  opened.resolve(socket);
  await started;
  expect(socket.close).toHaveBeenCalledOnce();
  expect(socket.send).not.toHaveBeenCalled();
});

test('a host without an address makes the channel unavailable', async () => {
  const states: FastChannelState[] = [];
  const channel = new FastChannel(1, CLIENT_LIMITS, {
    onPacket: () => {},
    onFastChannelState: state => states.push(state),
  });
  await channel.start(() => Promise.reject(new Error('no address')), 'host', 7777);
  expect(states).toEqual(['unavailable']);
  expect(vi.getTimerCount()).toBe(0);
});
