/** What the page keeps and shows at most; the server has bounds of its own. */
export const PAGE_LIMITS = {
  /** Of each plot: five minutes. Beyond that the oldest are forgotten. */
  historySamples: 300,
  /** Samples further apart than this are not joined by a line. */
  historyGapMs: 5_000,
  /** Game sessions whose history is kept; of others it begins when they are looked at. */
  historySessions: 200,
  /** Rows of a table, until more are asked for. */
  tableRows: 100,
  /** Lines of a log; beyond that the oldest are forgotten. */
  logLines: 2_000,
  /** Inspected messages; beyond that the oldest are forgotten. */
  inspectedMessages: 300,
  /** What a page asks for again and again. */
  pollMs: 2_000,
  /** Before a stream that was refused is tried again. */
  retryMs: 3_000,
  /** Of a payload that is written by hand. */
  payloadBytes: 64 * 1024,
} as const;
