import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { scriptOf } from './test/catalog-bench.ts';
import { WatchedScript } from './test/watched-script.ts';

/** Longer than the watcher keeps anything back. */
const NOTHING_MORE_MS = 400;

/** A script of an entry and two files. */
const SCRIPT = {
  'index.js': "exports.ssExports = { a: require('./lib/a'), data: require('./data.json') };",
  'lib/a.js': "module.exports = 'a1';",
  'data.json': '"data1"',
};

describe('the versions of a watched script', () => {
  it('begin with what there is when it is started', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    expect(script.published.map(({ outcome }) => outcome)).toEqual(['current']);
    expect(script.code).toContain('a1');
  });

  it.each(['index.js', 'lib/a.js', 'data.json'])('follow a change of %s', async name => {
    await using script = await WatchedScript.start(SCRIPT);
    const changed =
      name === 'index.js' ? scriptOf('new1') : SCRIPT[name as 'data.json'].replace(/\w1/, 'new1');
    script.bench.folder.write(name, changed);
    await script.untilCurrent('new1');
    expect(script.versions).toBe(2);
  });

  it('follow a save by an editor that writes another file and renames it', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    for (const content of ['b2', 'c3', 'd4']) {
      script.bench.folder.write('lib/.a.js.swp', content);
      script.bench.folder.write('lib/a.js~', `module.exports = '${content}';`);
      renameSync(script.at('lib/a.js~'), script.at('lib/a.js'));
      await script.untilCurrent(content);
    }
    expect(script.versions).toBe(4);
    expect(script.failed).toEqual([]);
  });

  it('follow a save by an editor that moves the old file away and writes a new one', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    for (const content of ['b2', 'c3']) {
      renameSync(script.at('lib/a.js'), script.at('lib/a.js~'));
      await delay(60);
      script.bench.folder.write('lib/a.js', `module.exports = '${content}';`);
      unlinkSync(script.at('lib/a.js~'));
      await script.untilCurrent(content);
    }
    expect(script.versions).toBe(3);
    expect(script.failed).toEqual([]);
  });

  it('are one for a burst of saves', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    for (let save = 0; save < 20; save += 1) {
      script.bench.folder.write('lib/a.js', `module.exports = 'save${save}';`);
    }
    await script.untilCurrent('save19');
    await delay(NOTHING_MORE_MS);
    expect(script.versions).toBe(2);
  });

  it('are one for a switch of branches: many files changed, added and removed at once', async () => {
    const files: Record<string, string> = {};
    const names = Array.from({ length: 100 }, (_, number) => `mod${number}`);
    for (const name of names) files[`mods/${name}.js`] = `module.exports = '${name} old';`;
    files['index.js'] = `exports.ssExports = [${names.map(name => `require('./mods/${name}')`).join()}];`;
    await using script = await WatchedScript.start(files);
    for (const name of names.slice(0, 50)) unlinkSync(script.at(`mods/${name}.js`));
    for (const name of names.slice(50)) script.bench.folder.write(`mods/${name}.js`, `'${name} new'`);
    for (const name of names.slice(0, 50)) script.bench.folder.write(`more/${name}.js`, `'${name} moved'`);
    const requires = names.map((name, number) => `require('./${number < 50 ? 'more' : 'mods'}/${name}')`);
    script.bench.folder.write('index.js', `exports.ssExports = [${requires.join()}];`);
    await script.untilCurrent('mod99 new');
    await delay(NOTHING_MORE_MS);
    expect(script.code).not.toContain(' old');
    expect(script.code).toContain('mod0 moved');
    expect({ versions: script.versions, failed: script.failed }).toEqual({ versions: 2, failed: [] });
  });

  it('follow a file that begins to be required, and no longer one that is not', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    script.bench.folder.write('deep/er/b.js', "module.exports = 'b1';");
    script.bench.folder.write('index.js', "exports.ssExports = require('./deep/er/b');");
    await script.untilCurrent('b1');
    script.bench.folder.write('deep/er/b.js', "module.exports = 'b2';");
    await script.untilCurrent('b2');
    const publications = script.published.length;
    script.bench.folder.write('lib/a.js', "module.exports = 'a2';");
    await delay(NOTHING_MORE_MS);
    expect(script.published).toHaveLength(publications);
  });

  it('follow a file that takes precedence over the one required before', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    script.bench.folder.write('lib/a.ts', "module.exports = 'typed';");
    await script.untilCurrent('typed');
  });

  it('follow a package that it uses: its files, another main, another version unpacked in its place', async () => {
    await using script = await WatchedScript.start({
      'index.js': "exports.ssExports = require('@some/dep');",
      'node_modules/@some/dep/package.json': '{ "main": "one.js" }',
      'node_modules/@some/dep/one.js': "module.exports = 'one1';",
      'node_modules/@some/dep/two.js': "module.exports = 'two1';",
    });
    script.bench.folder.write('node_modules/@some/dep/one.js', "module.exports = 'one2';");
    await script.untilCurrent('one2');
    script.bench.folder.write('node_modules/@some/dep/package.json', '{ "main": "two.js" }');
    await script.untilCurrent('two1');
    script.bench.folder.write('node_modules/@some/dep/two.js', "module.exports = 'two2';");
    await script.untilCurrent('two2');
    rmSync(script.at('node_modules/@some'), { recursive: true });
    await delay(60);
    script.bench.folder.write('node_modules/@some/dep/package.json', '{ "main": "lib/three.js" }');
    script.bench.folder.write('node_modules/@some/dep/lib/three.js', "module.exports = 'three';");
    utimesSync(script.at('node_modules/@some/dep/lib/three.js'), 0, 0);
    await script.untilCurrent('three');
    expect(script.versions).toBe(5);
  });

  it('follow the installation of a package that was missing', async () => {
    await using script = await WatchedScript.start({ 'index.js': "exports.ssExports = require('dep');" });
    await script.untilFailed(1);
    script.bench.folder.write('node_modules/dep/index.js', "module.exports = 'installed';");
    script.bench.folder.write('node_modules/.package-lock.json', '{}');
    await script.untilCurrent('installed');
  });

  it('follow another main in package.json', async () => {
    await using script = await WatchedScript.start({
      'package.json': '{ "main": "one.js" }',
      'one.js': scriptOf('one'),
      'two.js': scriptOf('two'),
    });
    script.bench.folder.write('package.json', '{ "main": "two.js" }');
    await script.untilCurrent('"two"');
  });

  it('follow a script that is one file, and what it requires', async () => {
    await using script = await WatchedScript.start(SCRIPT, { entry: 'index.js' });
    script.bench.folder.write('lib/a.js', "module.exports = 'a2';");
    await script.untilCurrent('a2');
  });

  it('follow a folder that was moved away and comes back', async () => {
    await using script = await WatchedScript.start({ 'game/index.js': scriptOf('one') }, { entry: 'game' });
    renameSync(script.at('game'), script.at('elsewhere'));
    await script.untilFailed(1);
    expect(script.failed[0]).toMatchObject({ code: 'script_not_found' });
    expect(script.code).toContain('one');
    script.bench.folder.write('elsewhere/index.js', scriptOf('two'));
    renameSync(script.at('elsewhere'), script.at('game'));
    await script.untilCurrent('two');
    script.bench.folder.write('game/index.js', scriptOf('three'));
    await script.untilCurrent('three');
  });

  it.each(['game', 'game.js'])('follow %s, which was not there yet', async entry => {
    await using script = await WatchedScript.start({}, { entry });
    await script.untilFailed(1);
    script.bench.folder.write(entry === 'game' ? 'game/index.js' : entry, scriptOf('one'));
    await script.untilCurrent('one');
  });

  it('follow a symbolic link that leads to another folder', async () => {
    await using script = await WatchedScript.start({ 'one/index.js': scriptOf('one') }, { entry: 'link' });
    symlinkSync('one', script.at('link'));
    await script.untilCurrent('one');
    script.bench.folder.write('two/index.js', scriptOf('two'));
    symlinkSync('two', script.at('new-link'));
    renameSync(script.at('new-link'), script.at('link'));
    await script.untilCurrent('two');
    script.bench.folder.write('two/index.js', scriptOf('three'));
    await script.untilCurrent('three');
  });

  it('are what the files hold after a change that came while one was published', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    let checks = 0;
    script.bench.check = async () => {
      checks += 1;
      if (checks > 1) return;
      script.bench.folder.write('lib/a.js', "module.exports = 'last';");
      // Until the watcher has noticed it, and had the time to do the wrong thing.
      await delay(NOTHING_MORE_MS);
    };
    script.bench.folder.write('lib/a.js', "module.exports = 'middle';");
    await script.untilCurrent('last');
    expect(script.bench.changes).toHaveLength(3);
    expect(checks).toBe(2);
  });
});

describe('a failure', () => {
  it('is reported once, and what was current stays so until it is mended', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    script.bench.folder.write('lib/a.js', 'module.exports = {');
    await script.untilFailed(1);
    expect(script.failed[0]).toMatchObject({ code: 'script_invalid' });
    expect(script.failed[0]!.detail).toContain('a.js:1:');
    expect(script.code).toContain('a1');
    script.bench.folder.write('lib/a.js', "module.exports = 'mended';");
    await script.untilCurrent('mended');
    expect({ versions: script.versions, failures: script.failed.length }).toEqual({
      versions: 2,
      failures: 1,
    });
  });

  it('that is taken back is reported as mended although the version is the same', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    script.bench.folder.write('lib/a.js', 'module.exports = {');
    await script.untilFailed(1);
    script.bench.folder.write('lib/a.js', SCRIPT['lib/a.js']);
    await script.untilPublished(2);
    expect(script.published[1]!.outcome).toBe('unchanged');
  });

  it('is none when the file that was deleted is restored at once', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    unlinkSync(script.at('index.js'));
    await delay(80);
    script.bench.folder.write('index.js', scriptOf('restored'));
    await script.untilCurrent('restored');
    await delay(NOTHING_MORE_MS);
    expect({ versions: script.versions, failed: script.failed }).toEqual({ versions: 2, failed: [] });
  });

  it('in a file that is not part of the script yet is mended there', async () => {
    await using script = await WatchedScript.start(SCRIPT);
    script.bench.folder.write('lib/b.js', 'module.exports = {');
    script.bench.folder.write('index.js', "exports.ssExports = require('./lib/b');");
    await script.untilFailed(1);
    script.bench.folder.write('lib/b.js', "module.exports = 'b2';");
    await script.untilCurrent('b2');
  });
});

describe('nothing is published', () => {
  it('for what cannot be part of the script: logs, dot folders, packages it does not use', async () => {
    await using script = await WatchedScript.start({
      ...SCRIPT,
      'node_modules/x/index.js': '',
      'out.log': '',
    });
    const publications = script.published.length;
    for (let line = 0; line < 3; line += 1) {
      writeFileSync(script.at('out.log'), `${line}\n`, { flag: 'a' });
      script.bench.folder.write(`new${line}.log`, '');
      script.bench.folder.write('.git/index.js', `${line}`);
      script.bench.folder.write('node_modules/x/index.js', `${line}`);
      await delay(60);
    }
    await delay(NOTHING_MORE_MS);
    expect(script.published).toHaveLength(publications);
    expect(script.failed).toEqual([]);
  });

  it('after the watcher was closed, which leaves nothing behind', async () => {
    const watched = (): number =>
      process.getActiveResourcesInfo().filter(name => name === 'FSEventWrap').length;
    // Node.js counts a handle until the turn after the one that closed it.
    await vi.waitFor(() => expect(watched()).toBe(0));
    const script = await WatchedScript.start(SCRIPT);
    expect(watched()).toBeGreaterThan(0);
    script.bench.folder.write('lib/a.js', "module.exports = 'a2';");
    await script.untilCurrent('a2');
    script.bench.folder.write('lib/a.js', 'module.exports = {');
    await script.watcher.close();
    await vi.waitFor(() => expect(watched()).toBe(0));
    const reports = script.published.length + script.failed.length;
    script.bench.folder.write('lib/a.js', "module.exports = 'a3';");
    await delay(NOTHING_MORE_MS);
    expect(script.published.length + script.failed.length).toBe(reports);
    expect(script.code).toContain('a2');
    await script[Symbol.asyncDispose]();
  });
});

it('a folder with more files than are watched is warned of once, and the script in it is followed', async () => {
  const files: Record<string, string> = { ...SCRIPT };
  for (let number = 0; number < 50; number += 1) files[`aaa/${number}.js`] = '';
  await using script = await WatchedScript.start(files, { limits: { watchedFiles: 5 } });
  for (const content of ['x2', 'x3']) {
    script.bench.folder.write('lib/a.js', `module.exports = '${content}';`);
    await script.untilCurrent(content);
  }
  expect(script.warnings.filter(line => line.includes('too many files'))).toHaveLength(1);
});

it('after two hundred quick saves the last one is current', async () => {
  await using script = await WatchedScript.start(SCRIPT);
  mkdirSync(script.at('tmp'));
  for (let save = 1; save <= 200; save += 1) {
    const content = `module.exports = 'save${save}!';`;
    if (save % 3 === 0) {
      await writeFile(script.at('lib/a.js.new'), content);
      renameSync(script.at('lib/a.js.new'), script.at('lib/a.js'));
    } else {
      if (save % 7 === 0) unlinkSync(script.at('lib/a.js'));
      await writeFile(script.at('lib/a.js'), content);
    }
    await delay(save % 10 === 0 ? 60 : 8);
  }
  await script.untilCurrent('save200!');
  await delay(NOTHING_MORE_MS);
  expect(script.code).toContain('save200!');
  expect(script.failed).toEqual([]);
  const published = script.published.filter(({ outcome }) => outcome === 'current');
  expect(published).toHaveLength(script.versions);
});
