import { expect } from 'vitest';
import type { TestHost } from './harness.ts';
import type { TestClient } from './test-client.ts';

/** So many players of the session started last, the first to log in first. */
export async function logInAll(host: TestHost, count: number): Promise<TestClient[]> {
  const clients: TestClient[] = [];
  for (let i = 0; i < count; i++) clients.push(await host.login());
  return clients;
}

/** Joins an empty group one after the other, and takes all updates that come of it. */
export async function joinAll(group: number, ...clients: TestClient[]): Promise<void> {
  for (const [at, client] of clients.entries()) {
    const members = clients.slice(0, at + 1);
    client.joinGroup(group);
    for (const member of members) {
      expect(await member.nextMembership(group)).toEqual(members.map(({ peerId }) => peerId));
    }
  }
}

/** For a script that echoes: these clients were sent nothing but what was taken from their inboxes. */
export async function expectNothingMore(...clients: TestClient[]): Promise<void> {
  for (const client of clients) {
    await client.echo('barrier');
    expect(client.inbox).toEqual([]);
  }
}

export async function closeAll(...clients: TestClient[]): Promise<void> {
  await Promise.all(clients.map(client => client.close()));
}
