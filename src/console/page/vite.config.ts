import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** The console's page, as files that any server can hand out. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [preact()],
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    target: 'es2022',
  },
});
