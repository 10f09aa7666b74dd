import type { BotScript } from './bot.ts';

export type { Bot, BotLogin, BotScript } from './bot.ts';

/** Types a file of bots: `export default defineBots({ play(bot) { … } })`. */
export function defineBots(script: BotScript): BotScript {
  return script;
}
