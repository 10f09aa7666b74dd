import { MemoryStore } from './memory-store.ts';
import { describeVersionStore } from './version-store.suite.ts';

describeVersionStore('a store in memory', limits => new MemoryStore(limits));
