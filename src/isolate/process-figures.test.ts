import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ProcessFigures } from './process-figures.ts';

test('the figures of a process grow with what it does, and are 0 when it is gone', async () => {
  using self = new ProcessFigures(process.pid);
  const before = self.residentMb;
  const kept = Buffer.alloc(64 * 1024 * 1024, 1);
  expect(self.residentMb - before).toBeGreaterThan(40);
  expect(kept.length).toBeGreaterThan(0);
  expect(self.waitedMs).toBeGreaterThanOrEqual(0);
  const { user, system } = process.cpuUsage();
  expect(Math.abs(self.cpuMs - (user + system) / 1000)).toBeLessThan(500);

  const child = spawn('/bin/sleep', ['60']);
  using figures = new ProcessFigures(child.pid!);
  expect(figures.residentMb).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(figures.residentMb).toBe(0);
  expect(figures.waitedMs).toBe(0);
  expect(figures.cpuMs).toBe(0);
});

test('a process that never was has none', () => {
  using figures = new ProcessFigures(0x7fff_ffff);
  expect([figures.residentMb, figures.waitedMs, figures.cpuMs]).toEqual([0, 0, 0]);
});

test('once they are let go of they are 0', () => {
  const figures = new ProcessFigures(process.pid);
  figures[Symbol.dispose]();
  expect([figures.residentMb, figures.waitedMs]).toEqual([0, 0]);
});
