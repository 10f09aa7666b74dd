import { expect, test } from 'vitest';
import { FrameRun } from './frame-run.ts';

const [a, b, c] = ['a', 'bb', 'ccc'].map(text => Buffer.from(text)) as [Buffer, Buffer, Buffer];
const textOf = (run: FrameRun) => Buffer.from(run.join()).toString();

test('a run is its frames one after the other, and as long as they are', () => {
  const run = FrameRun.empty().with(a).with(b).with(c);
  expect(textOf(run)).toBe('abbccc');
  expect(run.byteLength).toBe(6);
});

test('no frames are no bytes', () => {
  expect(FrameRun.empty().join()).toHaveLength(0);
});

test('whoever is sent the same frames holds the same run, which is put together once', () => {
  const start = FrameRun.empty();
  const [one, other] = [start.with(a).with(b), start.with(a).with(b)];
  expect(one).toBe(other);
  expect(one.join()).toBe(other.join());
});

test('a run stays what it is when others grow out of it', () => {
  const start = FrameRun.empty().with(a);
  const [one, other] = [start.with(b), start.with(c)];
  expect([start, one, other, one.with(c)].map(textOf)).toEqual(['a', 'abb', 'accc', 'abbccc']);
});

test('equal frames that are not the same one are each in their own run', () => {
  const start = FrameRun.empty();
  const [one, other] = [start.with(a), start.with(Buffer.from(a))];
  expect(one).not.toBe(other);
  expect([one, other].map(textOf)).toEqual(['a', 'a']);
});
