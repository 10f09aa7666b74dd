import { once } from 'node:events';
import { emitKeypressEvents } from 'node:readline';
import type { Figures } from '../../metrics/figures.ts';
import { request } from '../operator-api.ts';
import { renderFigures, SORT_KEYS, type SortKey } from './table.ts';

const REFRESH_MS = 1_000;
const WIDE_ENOUGH = { rows: Number.POSITIVE_INFINITY, columns: Number.POSITIVE_INFINITY };
const OPEN_SCREEN = '\x1b[?1049h\x1b[?25l';
const CLOSE_SCREEN = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

export interface TopOptions {
  api: string;
  sort: SortKey;
  once: boolean;
}

/** `playpen top`: the figures of a running server; on a terminal again and again until q. */
export async function showTop({ api, sort, once: isOnce }: TopOptions): Promise<void> {
  const figures = await readFigures(api);
  if (isOnce || !process.stdout.isTTY || !process.stdin.isTTY) {
    process.stdout.write(`${renderFigures(figures, sort, WIDE_ENOUGH).join('\n')}\n`);
    return;
  }
  await new TopScreen(api, sort, figures).run();
}

function readFigures(api: string): Promise<Figures> {
  return request<Figures>(api, 'GET', '/playpen/figures');
}

/** The terminal while top runs: what is shown, and the keys. */
class TopScreen {
  readonly #api: string;
  #sort: SortKey;
  #figures: Figures;
  /** What went wrong when the figures were read last. */
  #trouble = '';
  readonly #end = new AbortController();

  constructor(api: string, sort: SortKey, figures: Figures) {
    this.#api = api;
    this.#sort = sort;
    this.#figures = figures;
  }

  async run(): Promise<void> {
    const { stdin, stdout } = process;
    const draw = () => this.#draw();
    const onKey = (_text: string, key: { name?: string; ctrl?: boolean }) => this.#onKey(key);
    emitKeypressEvents(stdin);
    stdin.setRawMode(true).resume().on('keypress', onKey);
    stdout.write(OPEN_SCREEN);
    stdout.on('resize', draw);
    const timer = setInterval(() => void this.#refresh(), REFRESH_MS);
    try {
      draw();
      await once(this.#end.signal, 'abort');
    } finally {
      clearInterval(timer);
      stdout.off('resize', draw).write(CLOSE_SCREEN);
      stdin.off('keypress', onKey).setRawMode(false).pause();
    }
  }

  #onKey({ name, ctrl }: { name?: string; ctrl?: boolean }): void {
    if (name === 'q' || (ctrl === true && name === 'c')) return this.#end.abort();
    if (name !== 's') return;
    this.#sort = SORT_KEYS[(SORT_KEYS.indexOf(this.#sort) + 1) % SORT_KEYS.length]!;
    this.#draw();
  }

  async #refresh(): Promise<void> {
    try {
      this.#figures = await readFigures(this.#api);
      this.#trouble = '';
    } catch (error) {
      this.#trouble = String(error);
    }
    if (!this.#end.signal.aborted) this.#draw();
  }

  #draw(): void {
    const { rows, columns } = process.stdout;
    const lines = renderFigures(this.#figures, this.#sort, { rows: rows - 2, columns });
    const foot =
      this.#trouble === '' ? 's sorts by the next column, q ends' : this.#trouble.slice(0, columns);
    const text = [...lines, '', foot].join(`${CLEAR_LINE_END}\n`);
    process.stdout.write(`${HOME}${text}${CLEAR_LINE_END}${CLEAR_BELOW}`);
  }
}
