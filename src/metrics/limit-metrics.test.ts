import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { limitMetrics } from './limit-metrics.ts';

test('each limit has a counter, from the first moment on, and settings have none', async () => {
  const hits = new LimitHits();
  hits.add('heapMb', 3);
  const text = await limitMetrics(hits).metrics();
  expect(text).toContain('playpen_limit_hits_total{limit="heapMb"} 3\n');
  expect(text).toContain('playpen_limit_hits_total{limit="maxPlayers"} 0\n');
  expect(text).not.toContain('limit="warmIsolates"');
});

test('reading the metrics changes nothing', async () => {
  const hits = new LimitHits();
  hits.add('heapMb');
  const metrics = limitMetrics(hits);
  await metrics.metrics();
  expect(await metrics.metrics()).toContain('{limit="heapMb"} 1\n');
});
