import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketExplanation } from '../../../matchmaking/match.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import { SqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { OperatorExplainer } from './operator-explainer.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = new SqliteStore({ file: ':memory:' });
  await store.open();
});
afterEach(() => store.close());

async function addTicket(tenantId: string, id: string): Promise<void> {
  const configuration = { tenantId, id: 'duel', createdMs: 0 } as MatchmakingConfigurationRecord;
  await store.insert('matchmakingConfiguration', configuration);
  await store.insert('matchmakingTicket', {
    ...{ tenantId, id, createdMs: 0, configurationName: 'duel', status: 'SEARCHING', players: [] },
  });
}

/** Explanations that say whose the ticket is. */
function explainer(explain = async (tenantId: string, ticketId: string) => explained(tenantId, ticketId)) {
  return new OperatorExplainer({ store, matchmaking: { explain } });
}

function explained(tenantId: string, ticketId: string): TicketExplanation {
  return { ticketId, summary: [tenantId] } as unknown as TicketExplanation;
}

test('a ticket is found, whoever has it', async () => {
  await addTicket('acme', 't-1');
  await addTicket('zeta', 't-2');
  expect(await explainer().explain('t-2', undefined)).toEqual(explained('zeta', 't-2'));
});

test('where several have one of this id, it has to be said whose is meant', async () => {
  await addTicket('acme', 't-1');
  await addTicket('zeta', 't-1');
  await expect(explainer().explain('t-1', undefined)).rejects.toMatchObject({
    code: 'ticket_ambiguous',
    detail: expect.stringMatching(/"t-1".*acme, zeta/),
  });
  expect(await explainer().explain('t-1', 'zeta')).toEqual(explained('zeta', 't-1'));
});

test('a ticket that nobody has is not found', async () => {
  await addTicket('acme', 't-1');
  await expect(explainer().explain('t-9', undefined)).rejects.toMatchObject({ code: 'ticket_not_found' });
});

test('what the service cannot explain is answered with its reason', async () => {
  const ended = explainer(async () => {
    throw invalidRequest('Matchmaking ticket is in COMPLETED status.');
  });
  await expect(ended.explain('t-1', 'acme')).rejects.toMatchObject({
    code: 'ticket_unexplained',
    detail: '"t-1": Matchmaking ticket is in COMPLETED status.',
  });
  const absent = explainer(async () => {
    throw notFound('Matchmaking ticket was not found.');
  });
  await expect(absent.explain('t-1', 'acme')).rejects.toMatchObject({ code: 'ticket_not_found' });
});

test('a failure of the server stays one', async () => {
  const failing = explainer(async () => {
    throw new TypeError('broken');
  });
  await expect(failing.explain('t-1', 'acme')).rejects.toThrow(TypeError);
});
