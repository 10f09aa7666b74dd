/** What bounds a run of bots. */
export const BOT_LIMITS = {
  /** In one process. */
  bots: 10_000,
  /** Different errors that are told apart; the rest count as one. */
  errors: 50,
  /** Measurements that are told apart; a further one is refused. */
  measures: 50,
} as const;
