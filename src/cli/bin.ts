#!/usr/bin/env node
import { main } from './program.ts';

const exitCode = await main(process.argv.slice(2));
// A command that serves goes on after `main` has returned; one that failed does not.
if (exitCode !== 0) process.exit(exitCode);
