import type { Locator, Page } from 'playwright-core';
import type { ConsoleVisit } from './console-visit.ts';

/** What a user does in the playground. */
export class Playground {
  readonly page: Page;
  readonly editor: Locator;

  constructor({ page }: ConsoleVisit) {
    this.page = page;
    this.editor = page.locator('.playground-editor .monaco-editor').first();
  }

  player(number: number): Player {
    return new Player(this.page.getByRole('article', { name: `Player ${number}` }));
  }

  async room(): Promise<string> {
    return this.page.getByRole('heading', { name: /^Room/ }).locator('code').innerText();
  }

  state(text: RegExp): Locator {
    return this.page.getByRole('region', { name: 'Script' }).getByRole('status').filter({ hasText: text });
  }

  async replaceText(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(text);
  }

  async append(line: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.insertText(`\n${line}`);
  }

  save(): Promise<void> {
    return this.page.keyboard.press('Control+S');
  }
}

interface ToSend {
  to?: 'a player' | 'a group';
  id?: number;
  as?: 'text' | 'JSON' | 'hex';
  payload: string;
}

/** One simulated player, by its card. */
export class Player {
  readonly card: Locator;

  constructor(card: Locator) {
    this.card = card;
  }

  connect(): Promise<void> {
    return this.card.getByRole('button', { name: 'Connect', exact: true }).click();
  }

  received(text: string | RegExp): Locator {
    return this.card.getByRole('list', { name: 'Received' }).getByRole('listitem').filter({ hasText: text });
  }

  async send({ to, id, as, payload }: ToSend): Promise<void> {
    const form = this.card.getByRole('form', { name: 'Send' });
    if (to !== undefined) await form.getByRole('combobox', { name: 'To' }).selectOption(to);
    if (id !== undefined) await form.getByLabel(/^(Peer|Group) id$/).fill(`${id}`);
    if (as !== undefined) await form.getByRole('combobox', { name: 'As' }).selectOption(as);
    await form.getByLabel('Payload').fill(payload);
    await form.getByRole('button', { name: 'Send' }).click();
  }

  async join(groupId: number): Promise<void> {
    const form = this.card.getByRole('form', { name: 'Groups' });
    await form.getByLabel('Group', { exact: true }).fill(`${groupId}`);
    await form.getByRole('button', { name: 'Join' }).click();
  }

  problem(): Promise<string> {
    return this.card.getByRole('form', { name: 'Send' }).getByRole('alert').innerText();
  }
}
