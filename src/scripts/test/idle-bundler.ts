/** A process that has a bundler and does nothing with it, until it is killed. */
import { pino } from 'pino';
import { resolveLimits } from '../../limits/limits.ts';
import { Bundler } from '../bundler.ts';

const bundler = new Bundler(resolveLimits(), pino({ level: 'silent' }));
setInterval(() => bundler, 60_000);
