import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Not kept in the repository. */
const SCREENSHOTS = fileURLToPath(new URL('../../../test-output/console/', import.meta.url));

/** Roles of what a user can act on. */
const CONTROLS = new Set([
  ...[
    'button',
    'link',
    'textbox',
    'searchbox',
    'spinbutton',
    'combobox',
    'radio',
    'checkbox',
    'DisclosureTriangle',
  ],
]);

/** Somebody who looks at the console in a browser; what the page does wrong on the way is written down. */
export class ConsoleVisit {
  readonly page: Page;
  /** Errors of the page, and what its content security policy kept from running. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', error => this.errors.push(`${error}`));
    page.on('console', message => {
      // That a request failed is what some tests are about.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.errors.push(message.text());
      }
    });
  }

  static async start(
    browser: Browser,
    address: string,
    options: BrowserContextOptions = {},
  ): Promise<ConsoleVisit> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const visit = new ConsoleVisit(await context.newPage());
    await visit.page.goto(address);
    return visit;
  }

  /** For people to look at. */
  async picture(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
  }

  /** Controls that a screen reader has no name for, by their roles. */
  async namelessControls(): Promise<string[]> {
    const session = await this.page.context().newCDPSession(this.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes
      .filter(({ ignored, role, name }) => !ignored && CONTROLS.has(String(role?.value)) && !name?.value)
      .map(({ role }) => String(role?.value));
  }

  /** Whether the page is wider than the window. */
  async isTooWide(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > innerWidth');
  }

  async end(): Promise<void> {
    await this.page.context().close();
  }
}
