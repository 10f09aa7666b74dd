/** `npm run conformance -- ws://host:port`: puts a server, or a client, to the suite. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import type { connect } from '../src/client/index.ts';
import type { Outcome } from './case.ts';
import type { ServerAddress } from './game.ts';
import { runSuiteInBrowser } from './in-browser.ts';
import { runSuite } from './suite.ts';

const USAGE = `npm run conformance -- ws://host:port [--browser] [--protocol-only] [--client FILE]

  The server runs conformance/script.js and lets anybody in:
    npm start -- conformance/script.js

  --browser         in headless Chromium instead of Node.js
  --protocol-only   rules of Playpen's own are played, and their failures do not count
  --client FILE     a module whose connect() is used instead of Playpen's client`;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function addressOf(url: string | undefined): ServerAddress | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'ws:' && protocol !== 'wss:') return undefined;
  return {
    endpoint: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'ws:' ? 80 : 443)),
    protocol: protocol === 'ws:' ? 'ws' : 'wss',
  };
}

async function clientOf(file: string | undefined): Promise<typeof connect | undefined> {
  if (file === undefined) return undefined;
  return (await import(pathToFileURL(resolve(file)).href)).connect;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      browser: { type: 'boolean', default: false },
      'protocol-only': { type: 'boolean', default: false },
      client: { type: 'string' },
    },
  });
  const server = addressOf(positionals[0]);
  if (server === undefined) {
    console.error(USAGE);
    return EXIT_USAGE;
  }
  let failures = 0;
  const show = ({ name, rule, failure }: Outcome): void => {
    const counts = failure !== undefined && !(values['protocol-only'] && rule === 'playpen');
    if (counts) failures++;
    const mark = failure === undefined ? styleText('green', '✓') : styleText(counts ? 'red' : 'yellow', '✗');
    const note = rule === 'playpen' ? styleText('dim', ' (a rule of Playpen’s own)') : '';
    console.log(`${mark} ${name}${note}${failure === undefined ? '' : `\n    ${failure}`}`);
  };
  if (values.browser) await runSuiteInBrowser(server, show);
  else await runSuite(server, show, await clientOf(values.client));
  console.log(failures === 0 ? '\nThe server conforms.' : `\n${failures} rules are broken.`);
  return failures === 0 ? 0 : EXIT_FAILED;
}

process.exitCode = await main();
