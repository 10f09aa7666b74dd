import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestHost } from '../src/host/test/harness.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import { bundleScript } from '../src/scripts/bundle.ts';

const run = promisify(execFile);
let host: TestHost;

beforeEach(async () => {
  host = await TestHost.start();
});
afterEach(() => host.stop());

/** What the bots of an example print when they play its script; fails when they exit with an error. */
async function play(example: string, bots = example): Promise<string> {
  const folder = fileURLToPath(new URL(example, import.meta.url));
  const bundle = await bundleScript(folder, { maxBytes: resolveLimits().bundleBytes });
  expect(bundle.warnings).toEqual([]);
  await host.play(bundle.code);
  const { stdout } = await run(process.execPath, [playerOf(bots), '127.0.0.1', `${host.port}`], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout;
}

function playerOf(example: string): string {
  return fileURLToPath(new URL(`${example}/play.ts`, import.meta.url));
}

describe('the bots of', () => {
  it('relay reach one player, a group and everybody', async () => {
    const output = await play('relay');
    expect(output).toContain('Grace  hears from Ada: psst, Grace!');
    expect(output.match(/hears from Linus: hello, all/g)).toHaveLength(3);
    expect(output.match(/hears from Grace: welcome to the club/g)).toHaveLength(2);
    expect(output).toContain('Linus  hears from Ada: quick!');
    expect(await host.scriptLine('player 1 joined')).toContain('1 here');
    expect(await host.scriptLine('0 here')).toContain('left');
  });

  it('teams-chat are kept in even teams, and polite', async () => {
    const output = await play('teams-chat');
    expect(output).toContain('Grace  is told: The red team has more players already');
    expect(output).toContain('Linus  reads “I go left, you go right” from Ada');
    expect(output).not.toContain('can you hear me');
    expect(output).not.toContain('heck, that');
    expect(output).toContain('Ada    reads “sorry. Well played.” from Linus');
    expect(output).toContain('Grace  is told: Alan is gone.');
  });

  it('arena find coins in the state that the server broadcasts', async () => {
    const output = await play('arena');
    expect(output).toMatch(/tick \d+ {3}coins: (?:Ada|Bob|Cleo|Dan) [1-9]/);
    await host.scriptLine('leaves with');
  });

  it('arena play the one in TypeScript, too', async () => {
    expect(await play('typescript-arena', 'arena')).toMatch(/tick \d+ {3}coins: (?:Ada|Bob|Cleo|Dan) [1-9]/);
  });
});
