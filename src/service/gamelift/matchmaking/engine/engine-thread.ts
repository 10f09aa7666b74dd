import { parentPort, workerData } from 'node:worker_threads';
import { MatchPool } from '../../../../matchmaking/pool/match-pool.ts';
import type {
  EngineAnswers,
  EngineOrder,
  EngineQuestion,
  EngineThreadData,
  FromEngine,
  ToEngine,
} from './engine-messages.ts';

/*
 * The thread that looks for matches, for all configurations in turn. It keeps nothing that the service does not have
 * as well, so it can be thrown away at any moment.
 */

const { limits } = workerData as EngineThreadData;
const pools = new Map<number, MatchPool>();

function obey(order: EngineOrder): void {
  if (order.kind === 'open') {
    const { pool, ruleSet, seed, additionalPlayerCount } = order;
    pools.set(pool, new MatchPool({ ruleSet, seed, additionalPlayerCount, limits }));
  } else if (order.kind === 'close') {
    pools.delete(order.pool);
  } else {
    for (const ticket of order.tickets) pools.get(order.pool)?.add(ticket);
  }
}

function answer(question: EngineQuestion): EngineAnswers[keyof EngineAnswers] {
  const pool = pools.get(question.pool);
  if (question.kind === 'pass') {
    const { nowMs } = question;
    const nothing = { matches: [], unfinished: false, ruleMetrics: [], steps: 0 };
    return pool?.pass({ nowMs, steps: limits.matchStepsPerTurn }) ?? nothing;
  }
  if (question.kind === 'explain') return pool?.explain(question.ticketId, question.nowMs);
  const metrics = pool?.ruleMetrics(question.ticketId) ?? [];
  pool?.remove(question.ticketId);
  return metrics;
}

parentPort?.on('message', (message: ToEngine) => {
  if (message.kind !== 'question') return obey(message);
  const reply: FromEngine = { answer: answer(message.question) };
  parentPort?.postMessage(reply);
});
