#!/usr/bin/env -S node --max-semi-space-size=64
import { main } from './program.ts';

const exitCode = await main(process.argv.slice(2));
// A command that serves goes on after `main` has returned; one that failed does not.
if (exitCode !== 0) process.exit(exitCode);
