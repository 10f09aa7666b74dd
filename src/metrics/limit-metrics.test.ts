import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { limitMetrics } from './limit-metrics.ts';
import { MetricsPage } from './metrics-page.ts';

test('each limit has a counter, from the first moment on, and settings have none', async () => {
  const hits = new LimitHits();
  hits.add('heapMb', 3);
  const text = await new MetricsPage([limitMetrics(hits, resolveLimits())]).text();
  expect(text).toContain('playpen_limit_hits_total{limit="heapMb"} 3\n');
  expect(text).toContain('playpen_limit_hits_total{limit="maxPlayers"} 0\n');
  expect(text).not.toContain('playpen_limit_hits_total{limit="warmIsolates"}');
  expect(text).toContain('playpen_limit{limit="maxPlayers"} 32\n');
});

test('reading the metrics changes nothing', async () => {
  const hits = new LimitHits();
  hits.add('heapMb');
  const metrics = new MetricsPage([limitMetrics(hits, resolveLimits())]);
  await metrics.text();
  expect(await metrics.text()).toContain('{limit="heapMb"} 1\n');
});
