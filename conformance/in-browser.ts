import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Outcome } from './case.ts';
import { launchChromium } from './chromium.ts';
import type { ServerAddress } from './game.ts';

const SUITE = fileURLToPath(new URL('./suite.ts', import.meta.url));

/** Runs the same suite in a page of headless Chromium. */
export async function runSuiteInBrowser(
  server: ServerAddress,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const { outputFiles } = await build({
    ...{ entryPoints: [SUITE], bundle: true, write: false, format: 'iife', globalName: 'conformance' },
    ...{ platform: 'browser', logLevel: 'silent' },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.exposeFunction('tell', onOutcome);
    await page.addScriptTag({ content: outputFiles[0]!.text });
    await page.evaluate(`conformance.runSuite(${JSON.stringify(server)}, tell)`);
  } finally {
    await browser.close();
  }
}
