import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TestHost } from '../src/host/test/harness.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import { bundleScript } from '../src/scripts/bundle.ts';

const run = promisify(execFile);

/** What the bots of an example print when they play its script; fails when they exit with an error. */
async function play(host: TestHost, example: string, bots = example): Promise<string> {
  const folder = fileURLToPath(new URL(example, import.meta.url));
  const bundle = await bundleScript(folder, { maxBytes: resolveLimits().bundleBytes, profile: 'strict' });
  expect(bundle.warnings).toEqual([]);
  await host.play(bundle.code, { profile: 'strict' });
  const { stdout } = await run(process.execPath, [playerOf(bots), '127.0.0.1', `${host.port}`], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout;
}

function playerOf(example: string): string {
  return fileURLToPath(new URL(`${example}/play.ts`, import.meta.url));
}

/** A test with a host of its own: the bots play for seconds, and may do so side by side. */
function hosted(name: string, play: (host: TestHost) => Promise<void>): void {
  it.concurrent(name, { timeout: 60_000 }, async () => {
    const host = await TestHost.start();
    try {
      await play(host);
    } finally {
      await host.stop();
    }
  });
}

describe('in the strict profile, the bots of', () => {
  hosted('relay reach one player, a group and everybody', async host => {
    const output = await play(host, 'relay');
    expect(output).toContain('Grace  hears from Ada: psst, Grace!');
    expect(output.match(/hears from Linus: hello, all/g)).toHaveLength(3);
    expect(output.match(/hears from Grace: welcome to the club/g)).toHaveLength(2);
    expect(output).toContain('Linus  hears from Ada: quick!');
    expect(await host.scriptLine('player 1 joined')).toContain('1 here');
    expect(await host.scriptLine('0 here')).toContain('left');
  });

  hosted('teams-chat are kept in even teams, and polite', async host => {
    const output = await play(host, 'teams-chat');
    expect(output).toContain('Grace  is told: The red team has more players already');
    expect(output).toContain('Linus  reads “I go left, you go right” from Ada');
    expect(output).not.toContain('can you hear me');
    expect(output).not.toContain('heck, that');
    expect(output).toContain('Ada    reads “sorry. Well played.” from Linus');
    expect(output).toContain('Grace  is told: Alan is gone.');
  });

  hosted('arena find coins in the state that the server broadcasts', async host => {
    const output = await play(host, 'arena');
    expect(output).toMatch(/tick \d+ {3}coins: (?:Ada|Bob|Cleo|Dan) [1-9]/);
    await host.scriptLine('leaves with');
  });

  hosted('arena play the one in TypeScript, too', async host => {
    expect(await play(host, 'typescript-arena', 'arena')).toMatch(
      /tick \d+ {3}coins: (?:Ada|Bob|Cleo|Dan) [1-9]/,
    );
  });
});
