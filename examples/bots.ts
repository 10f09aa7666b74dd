import { styleText } from 'node:util';
import { ConnectError, connect, type RealtimeClient } from '../src/client/index.ts';

const COLORS = ['cyan', 'magenta', 'yellow', 'green', 'blue', 'red'] as const;

/** A player that a program plays. */
export interface Bot {
  name: string;
  client: RealtimeClient;
  /** Prints a line in this bot's name and colour. */
  say(text: string): void;
}

/** Connects bots of these names, in this order, to the server that the command line names: `play.ts [host] [port]`. */
export async function connectBots(names: readonly string[]): Promise<Bot[]> {
  const [endpoint = '127.0.0.1', port = '1900'] = process.argv.slice(2);
  const bots: Bot[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const client = await connect({ endpoint, port: Number(port), payload: name });
      const label = styleText(COLORS[index % COLORS.length]!, name.padEnd(6));
      bots.push({ name, client, say: text => console.log(`${label} ${text}`) });
    }
  } catch (error) {
    await disconnect(bots);
    if (!(error instanceof ConnectError)) throw error;
    console.error(`Cannot join the game on ${endpoint}:${port}: ${error.message}`);
    console.error('Is the server running? README.md says how to start it.');
    process.exit(1);
  }
  return bots;
}

export async function disconnect(bots: readonly Bot[]): Promise<void> {
  await Promise.all(bots.map(bot => bot.client.close()));
}

/** The payload of a message as text. */
export function textOf(payload: Uint8Array): string {
  return new TextDecoder().decode(payload);
}
